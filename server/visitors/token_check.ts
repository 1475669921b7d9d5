import * as v from "valibot";
import { InputError } from "../errors.ts";
import { readShortBody } from "./bounded_fetch.ts";
import { shownName } from "./shown_name.ts";

/** What the Hub says of a token. */
export type TokenCheck =
  | { readonly kind: "known"; readonly name: string }
  /** The Hub could not be asked; whether the token works shows when it is used. */
  | { readonly kind: "unchecked" };

const WhoAmI = v.object({ name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)) });

const TOKEN = /^hf_[\x21-\x7e]{8,500}$/;

/**
 * The token in what a visitor pasted.
 *
 * @throws {InputError} `invalid-setting` when it cannot be one; the sentence does not repeat it
 */
export function readToken(given: string | undefined): string {
  const token = given?.trim() ?? "";
  if (TOKEN.test(token)) return token;
  throw new InputError("invalid-setting", { kind: "token" });
}

/**
 * Asks the Hub whose a token is (`GET /api/whoami-v2`). It is sent to `hubUrl` and nowhere else.
 *
 * @throws {InputError} `token-refused` when the Hub does not know it
 */
export async function checkToken(
  token: string,
  hub: { readonly url: string; readonly fetch: typeof fetch; readonly timeoutMs: number },
): Promise<TokenCheck> {
  try {
    const response = await hub.fetch(`${hub.url}/api/whoami-v2`, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(hub.timeoutMs),
    });
    const body = await readShortBody(response);
    if (response.status === 401) throw refused();
    if (!response.ok) return { kind: "unchecked" };
    const parsed = v.safeParse(WhoAmI, JSON.parse(new TextDecoder().decode(body)));
    const name = parsed.success ? shownName(parsed.output.name) : undefined;
    return name === undefined ? { kind: "unchecked" } : { kind: "known", name };
  } catch (error) {
    if (error instanceof InputError) throw error;
    return { kind: "unchecked" };
  }
}

function refused(): InputError {
  return new InputError("token-refused");
}
