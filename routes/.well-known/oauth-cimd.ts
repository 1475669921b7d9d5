import { clientMetadata } from "../../server/visitors/identity.ts";
import { define } from "../../server/app_state.ts";
import { InputError } from "../../server/errors.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";

/** How this instance introduces itself to a provider that reads client ids as addresses. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const metadata = clientMetadata(ctx.state.services.config);
    if (!metadata) throw new InputError("not-found");
    return Response.json(metadata, { headers: { "cache-control": "max-age=300" } });
  },
});
