import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { generationEvents } from "../../../server/pages/generation_events.ts";

export const handler = define.handlers({ ...allowOnly("GET"), GET: generationEvents });
