import { InputError } from "../errors.ts";
import { readHeader } from "../protocol/read_header.ts";
import { type CookieKind, readCookies } from "./cookies.ts";
import type { Signatures } from "./signatures.ts";

/** Keeps a browser that has entered the password. */
export const ACCESS_COOKIE: CookieKind = {
  name: "lounge_access",
  lifetimeSeconds: 30 * 24 * 60 * 60,
};

/** How many wrong passwords one network, and all of them, may try within a span of time. */
const OF_NETWORK = 10;
const OF_ALL = 100;
const SPAN_MS = 10 * 60_000;
/** Those whose address tells nothing share one count. */
const UNKNOWN = "";

/** The password that the operator set for the whole instance. */
export interface AccessPasswordOptions {
  readonly password: string;
  readonly signatures: Pick<Signatures, "sign" | "isSigned">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Decides who may use an instance that is closed with `ACCESS_PASSWORD`: a browser by its cookie, which
 * ends when the password changes, a program by HTTP authentication (RFC 7617, RFC 6750) with any user
 * name. Wrong passwords are counted in memory.
 */
export class AccessPassword {
  readonly #options: AccessPasswordOptions;
  readonly #failures = new Map<string, number>();
  #countedSince = 0;

  constructor(options: AccessPasswordOptions) {
    this.#options = options;
  }

  /** Value of the cookie that opens the instance while the password stays. */
  get pass(): string {
    const { signatures, password } = this.#options;
    return signatures.sign("access-pass", password);
  }

  /**
   * Whether a request may pass.
   *
   * @throws {InputError} `too-many-passwords` for one that tries another password
   */
  opensFor({ headers }: Request, line: string | undefined): boolean {
    const [cookie] = readCookies(readHeader(headers, "cookie"), ACCESS_COOKIE.name);
    if (cookie !== undefined && this.#isPass(cookie)) return true;
    const given = passwordIn(readHeader(headers, "authorization") ?? "");
    return given !== undefined && this.isRight(given, line);
  }

  /** @throws {InputError} `too-many-passwords` after too many wrong ones, before it is compared */
  isRight(given: string, line = UNKNOWN): boolean {
    this.#checkCount(line);
    const { signatures } = this.#options;
    // Of equal length whatever was given, so that the comparison takes equally long.
    if (this.#isPass(signatures.sign("access-pass", given))) return true;
    this.#failures.set(line, (this.#failures.get(line) ?? 0) + 1);
    return false;
  }

  #isPass(signature: string): boolean {
    const { signatures, password } = this.#options;
    return signatures.isSigned("access-pass", { text: password, signature });
  }

  #checkCount(line: string): void {
    const now = this.#options.now();
    if (now - this.#countedSince >= SPAN_MS) {
      this.#failures.clear();
      this.#countedSince = now;
    }
    const all = this.#failures.values().reduce((sum, failures) => sum + failures, 0);
    if ((this.#failures.get(line) ?? 0) < OF_NETWORK && all < OF_ALL) return;
    const waitSeconds = Math.ceil((this.#countedSince + SPAN_MS - now) / 1000);
    throw new InputError("too-many-passwords", { kind: "wait", waitSeconds }, {
      retryAfterSeconds: waitSeconds,
    });
  }
}

/** The password in an `Authorization` header. */
function passwordIn(header: string): string | undefined {
  const [scheme = "", value = ""] = header.split(" ", 2);
  if (scheme.toLowerCase() === "bearer") return value || undefined;
  if (scheme.toLowerCase() !== "basic") return undefined;
  try {
    const pair = new TextDecoder().decode(Uint8Array.fromBase64(value));
    return pair.slice(pair.indexOf(":") + 1) || undefined;
  } catch {
    return undefined;
  }
}
