import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { dirname, join } from "node:path";
import { StorageError } from "../errors.ts";

/** What a signature is for; each purpose has a key of its own, so that none passes for another. */
export type SignaturePurpose =
  | "visitor-cookie"
  | "generation-key"
  | "first-request"
  | "client-line"
  | "access-pass";

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/** Signs short texts and checks the signatures (HMAC-SHA-256, RFC 2104). */
export class Signatures {
  readonly #keys: Readonly<Record<SignaturePurpose, Uint8Array>>;
  /** For what nobody else may read: AES-256. */
  readonly cipherKey: Uint8Array;

  /** Derives one key for each purpose from `secret` (HKDF, RFC 5869). */
  constructor(secret: Uint8Array) {
    const derive = (purpose: SignaturePurpose | "cookie-cipher") =>
      new Uint8Array(hkdfSync("sha256", secret, "", purpose, KEY_BYTES));
    this.cipherKey = derive("cookie-cipher");
    this.#keys = {
      "visitor-cookie": derive("visitor-cookie"),
      "generation-key": derive("generation-key"),
      "first-request": derive("first-request"),
      "client-line": derive("client-line"),
      "access-pass": derive("access-pass"),
    };
  }

  /** The signature of a text, in base64url: 43 characters. */
  sign(purpose: SignaturePurpose, text: string): string {
    return createHmac("sha256", this.#keys[purpose]).update(text).digest("base64url");
  }

  /** Whether `signature` is the text's; takes equally long for every wrong one. */
  isSigned(
    purpose: SignaturePurpose,
    signed: { readonly text: string; readonly signature: string },
  ) {
    const expected = new TextEncoder().encode(this.sign(purpose, signed.text));
    const given = new TextEncoder().encode(signed.signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/**
 * Signatures with the operator's secret, or with a random one that is made once and kept in
 * `keyFile`, readable by the server's user only. Processes that start together agree on one.
 *
 * @throws {StorageError} when the file holds something else; its sentence is for the operator
 * @throws Deno's own errors when it can be neither read nor made
 */
export async function openSignatures(
  options: { readonly secret: string | undefined; readonly keyFile: string },
): Promise<Signatures> {
  const { secret, keyFile } = options;
  return new Signatures(secret ? new TextEncoder().encode(secret) : await keptSecret(keyFile));
}

async function keptSecret(keyFile: string): Promise<Uint8Array> {
  const secret = await readSecret(keyFile);
  if (secret) return secret;
  await makeSecret(keyFile);
  const made = await readSecret(keyFile);
  if (!made) {
    throw new StorageError("storage-failed", {
      kind: "key-file",
      path: keyFile,
      keyLength: KEY_BYTES,
    });
  }
  return made;
}

async function readSecret(keyFile: string): Promise<Uint8Array | undefined> {
  try {
    const secret = await Deno.readFile(keyFile);
    return secret.length === KEY_BYTES ? secret : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Written aside and then linked: the link fails where another process was first. */
async function makeSecret(keyFile: string): Promise<void> {
  await Deno.mkdir(dirname(keyFile), { recursive: true });
  const draft = join(dirname(keyFile), `.${crypto.randomUUID()}.key`);
  try {
    using file = await Deno.open(draft, { write: true, createNew: true, mode: OWNER_ONLY });
    await file.write(randomBytes(KEY_BYTES));
    await file.sync();
    await Deno.link(draft, keyFile);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(draft);
  }
}
