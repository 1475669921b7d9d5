import { EncryptJWT, jwtDecrypt } from "jose";
import * as v from "valibot";

/** What an encrypted text is for; one that was made for something else does not open. */
export type CipherPurpose = "own-token" | "session" | "sign-in";

/** How a value is encrypted. */
export interface EncryptOptions {
  readonly purpose: CipherPurpose;
  readonly lifetimeSeconds: number;
}

/** How a text is decrypted. */
export interface DecryptOptions<Schema extends v.GenericSchema> {
  readonly purpose: CipherPurpose;
  readonly schema: Schema;
}

const HEADER = { alg: "dir", enc: "A256GCM" } as const;

/** Turns values into texts that only this instance can read, for cookies (JWE, RFC 7516). */
export class CookieCipher {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  /** `key` has 32 bytes; `now` is in milliseconds since 1970. */
  constructor(key: Uint8Array, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** A text that opens for its purpose until its time is up. */
  async encrypt(value: unknown, { purpose, lifetimeSeconds }: EncryptOptions): Promise<string> {
    const seconds = Math.floor(this.#now() / 1000);
    return await new EncryptJWT({ value })
      .setProtectedHeader(HEADER)
      .setAudience(purpose)
      .setExpirationTime(seconds + lifetimeSeconds)
      .encrypt(this.#key);
  }

  /** The value; `undefined` for whatever is broken, over, of another purpose or another shape. */
  async decrypt<Schema extends v.GenericSchema>(
    text: string,
    { purpose, schema }: DecryptOptions<Schema>,
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
