import { define } from "../../server/app_state.ts";
import { exportLibrary } from "../../server/pages/library_export.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("GET"),
  GET(ctx) {
    const { services, caller } = ctx.state;
    return exportLibrary(services, caller);
  },
});
