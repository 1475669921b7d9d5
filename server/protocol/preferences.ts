/** How long a client wants to wait for its answer (RFC 7240). */
export interface Preferences {
  /** `respond-async`: an answer at once, and where to follow what was begun. */
  readonly isAsync: boolean;
  /** `wait`: the seconds after which an answer of that kind will do. */
  readonly waitSeconds?: number;
}

/** Nobody is held longer by `wait`; a plain request waits for as long as it takes. */
const MAX_WAIT_SECONDS = 600;

/** One preference: a token, perhaps a value, perhaps parameters (section 2). */
const PREFERENCE = /^\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;]*)))?\s*(?:;.*)?$/;

/** Reads `Prefer`; of a repeated preference the first counts, an unknown or broken one is ignored. */
export function readPreferences(headers: Headers): Preferences {
  const given = new Map<string, string>();
  for (const part of (headers.get("prefer") ?? "").split(",")) {
    const [, name, quoted, plain] = PREFERENCE.exec(part) ?? [];
    const key = name?.toLowerCase();
    if (key && !given.has(key)) given.set(key, quoted ?? plain ?? "");
  }
  const wait = given.get("wait") ?? "";
  return {
    isAsync: given.has("respond-async"),
    ...(/^\d{1,9}$/.test(wait) ? { waitSeconds: Math.min(Number(wait), MAX_WAIT_SECONDS) } : {}),
  };
}

/** Value of `Preference-Applied` (section 3) for those that the answer honours. */
export function appliedPreferences({ isAsync, waitSeconds }: Preferences): string {
  const wait = waitSeconds === undefined ? [] : [`wait=${waitSeconds}`];
  return [...(isAsync ? ["respond-async"] : []), ...wait].join(", ");
}
