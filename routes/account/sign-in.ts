import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { beginSignIn } from "../../server/account/signing_in.ts";

export const handler = define.handlers({ ...allowOnly("GET"), GET: beginSignIn });
