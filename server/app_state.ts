import { createDefine } from "fresh";
import type { SiteFacts } from "../contract/site_facts.ts";
import type { Services } from "./services.ts";
import type { AnswerCookies } from "./visitors/answer_cookies.ts";
import type { Caller } from "./visitors/caller.ts";

/** What every request finds in `ctx.state`; `server/app.ts` alone fills it. */
export interface State {
  readonly services: Services;
  /** UUID that ties an answer to its log lines. */
  readonly requestId: string;
  /** What pages tell of this instance. */
  readonly site: SiteFacts;
  /** Who asks. */
  readonly caller: Caller;
  /** What the answer has the browser keep or forget. */
  readonly cookies: AnswerCookies;
}

/** Fresh's typed helpers for this app's routes. */
export const define = createDefine<State>();
