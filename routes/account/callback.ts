import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/http/allowed_methods.ts";
import { finishSignIn } from "../../server/http/signing_in.ts";

export const handler = define.handlers({ ...allowOnly("GET"), GET: finishSignIn });
