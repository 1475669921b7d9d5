import { forgetToken } from "../../../server/account/own_token.ts";
import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";

export const handler = define.handlers({ ...allowOnly("POST"), POST: forgetToken });
