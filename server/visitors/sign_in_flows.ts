import { readHeader } from "../protocol/read_header.ts";
import type { AnswerCookies } from "./answer_cookies.ts";
import type { CookieCipher } from "./cookie_cipher.ts";
import { cookieNames, LOCKED_COOKIES, readCookies } from "./cookies.ts";
import { type SignInFlow, SignInFlowSchema } from "./locked_values.ts";

/** What keeping a sign-in on its way needs. */
export interface FlowPlace {
  readonly request: Request;
  readonly cookies: AnswerCookies;
}

const PREFIX = `${LOCKED_COOKIES["sign-in"].name}_`;
/** So much of the state tells the cookies of one browser apart; all of it is inside. */
const NAME_LENGTH = 8;
/** How many sign-ins a browser may have under way: their cookies share a header with all the others. */
const MOST_FLOWS = 4;

/** Has the browser keep a sign-in in a cookie of its own, so that tabs do not disturb each other. */
export async function keepFlow(
  flow: SignInFlow,
  { request, cookies }: FlowPlace,
): Promise<void> {
  const under = cookieNames(readHeader(request.headers, "cookie"), PREFIX);
  const tooMany = under.slice(0, Math.max(0, under.length - (MOST_FLOWS - 1)));
  for (const name of tooMany) cookies.forget("sign-in", { name });
  await cookies.lock("sign-in", flow, { name: nameOf(flow.state) });
}

/**
 * The sign-in that the provider's answer belongs to, by its state, and has the browser forget it: each
 * ends once. `undefined` where this browser has none of that state under way.
 */
export async function takeFlow(
  state: string | null,
  { request, cookies, cipher }: FlowPlace & { readonly cipher: CookieCipher },
): Promise<SignInFlow | undefined> {
  const name = nameOf(state ?? "");
  const [text] = readCookies(readHeader(request.headers, "cookie"), name);
  if (text === undefined) return undefined;
  cookies.forget("sign-in", { name });
  return await cipher.decrypt(text, { purpose: "sign-in", schema: SignInFlowSchema });
}

function nameOf(state: string): string {
  return PREFIX + state.slice(0, NAME_LENGTH);
}
