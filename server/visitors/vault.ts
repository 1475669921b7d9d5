import { EncryptJWT, jwtDecrypt } from "jose";
import * as v from "valibot";

/** What a locked text is for; one that was made for something else does not open. */
export type VaultPurpose = "own-token" | "session" | "sign-in";

/** How a value is locked. */
export interface LockOptions {
  readonly purpose: VaultPurpose;
  readonly lifetimeSeconds: number;
}

/** How a text is opened. */
export interface OpenOptions<Schema extends v.GenericSchema> {
  readonly purpose: VaultPurpose;
  readonly schema: Schema;
}

const HEADER = { alg: "dir", enc: "A256GCM" } as const;

/** Turns values into texts that only this instance can read, for cookies (JWE, RFC 7516). */
export class Vault {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  /** `key` has 32 bytes; `now` is in milliseconds since 1970. */
  constructor(key: Uint8Array, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** A text that opens for its purpose until its time is up. */
  async lock(value: unknown, { purpose, lifetimeSeconds }: LockOptions): Promise<string> {
    const seconds = Math.floor(this.#now() / 1000);
    return await new EncryptJWT({ value })
      .setProtectedHeader(HEADER)
      .setAudience(purpose)
      .setExpirationTime(seconds + lifetimeSeconds)
      .encrypt(this.#key);
  }

  /** The value; `undefined` for whatever is broken, over, of another purpose or another shape. */
  async open<Schema extends v.GenericSchema>(
    text: string,
    { purpose, schema }: OpenOptions<Schema>,
  ): Promise<v.InferOutput<Schema> | undefined> {
    try {
      const { payload } = await jwtDecrypt(text, this.#key, {
        audience: purpose,
        currentDate: new Date(this.#now()),
        keyManagementAlgorithms: [HEADER.alg],
        contentEncryptionAlgorithms: [HEADER.enc],
      });
      const parsed = v.safeParse(schema, payload.value);
      return parsed.success ? parsed.output : undefined;
    } catch {
      // Whoever changed it, or lost the key, is treated like someone who brings nothing.
      return undefined;
    }
  }
}
