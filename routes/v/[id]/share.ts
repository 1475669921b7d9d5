import { define } from "../../../server/app_state.ts";
import { InputError } from "../../../server/errors.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { readShortForm } from "../../../server/protocol/short_form.ts";
import { withOldName } from "../../../server/old_names.ts";
import { answerAction } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations }, caller } = ctx.state;
    const form = await readShortForm(ctx.req);
    const [isPublic, prompt = "false"] = [form.get("public"), form.get("prompt")];
    if (isPublic !== "true" && isPublic !== "false") {
      throw new InputError("invalid-setting", { kind: "public" });
    }
    const view = await generations.setSharing(ctx.params.id ?? "", caller, {
      isPublic: isPublic === "true",
      isPromptShared: isPublic === "true" && prompt === "true",
    });
    return answerAction(ctx, { page: view.page, body: withOldName(view) });
  },
});
