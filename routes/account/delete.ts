import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/http/allowed_methods.ts";
import { deleteAccount } from "../../server/http/leaving.ts";

export const handler = define.handlers({ ...allowOnly("POST"), POST: deleteAccount });
