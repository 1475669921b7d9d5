import { createDefine } from "fresh";
import type { Access } from "./visitors/access.ts";
import type { Viewer } from "./generation/generations.ts";
import type { Purse } from "./generation/offer.ts";
import type { Visitor } from "./visitors/visitor_cookie.ts";
import type { Services } from "./services.ts";

/** What every request finds in `ctx.state`. */
export interface State {
  readonly services: Services;
  /** UUID that ties an answer to its log lines. */
  readonly requestId: string;
  readonly visitor: Visitor;
  /** The visitor, with what a key in the address opens. */
  readonly viewer: Viewer;
  /** Who is signed in, and whose token is there; never the token itself. */
  readonly access: Access;
  /** What the visitor brings along to pay with. */
  readonly purse: Purse;
}

/** Fresh's typed helpers for this app's routes. */
export const define = createDefine<State>();
