import { createDefine } from "fresh";
import type { Services } from "./services.ts";

/** What every request finds in `ctx.state`. */
export interface State {
  readonly services: Services;
  /** UUID that ties an answer to its log lines. */
  readonly requestId: string;
}

/** Fresh's typed helpers for this app's routes. */
export const define = createDefine<State>();
