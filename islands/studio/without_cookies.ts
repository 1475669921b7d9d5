/** What the studio does for browsers that keep no cookies. */

/** Said before anything is sent by a browser that keeps no cookies for this site. */
export const COOKIES_LOST =
  "This browser sends no cookies back, so there will be no library. Keep the address of the video's page: it alone leads back to it.";

/** Nobody waits longer for the answer; cookies then count as kept. */
const PATIENCE_MS = 3000;

let answer: Promise<boolean> | undefined;

/**
 * Whether cookies of this site come back. The first question may be the visitor's first request, so
 * that only the second one tells that they do not.
 */
export function cookiesComeBack(): Promise<boolean> {
  return answer ??= (async () => await ask() || await ask())();
}

async function ask(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch("/cookies", { cache: "no-store", signal });
    return (await response.json()).comesBack !== false;
  } catch {
    return true;
  }
}

/** One key for each attempt, so that whatever arrives twice is made once (`Idempotency-Key`). */
export class AttemptKey {
  #pictures: readonly File[] = [];
  #settings = "";
  #key = "";

  /** The key for these pictures and settings: the last one's where an attempt is repeated. */
  of(pictures: readonly File[], settings: unknown): string {
    const text = JSON.stringify(settings);
    const isSame = this.#key !== "" && this.#settings === text &&
      pictures.length === this.#pictures.length &&
      pictures.every((picture, index) => picture === this.#pictures[index]);
    if (!isSame) this.#key = randomUuid();
    this.#pictures = pictures;
    this.#settings = text;
    return this.#key;
  }

  /** The server has answered this attempt: the next one is another. */
  settle(): void {
    this.#key = "";
  }
}

/** A version 4 UUID (RFC 9562 section 5.4); pages without TLS have no `crypto.randomUUID`. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] ?? 0) & 0x0f | 0x40;
  bytes[8] = (bytes[8] ?? 0) & 0x3f | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
