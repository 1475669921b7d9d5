import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { deleteAccount } from "../../server/account/leaving.ts";

export const handler = define.handlers({ ...allowOnly("POST"), POST: deleteAccount });
