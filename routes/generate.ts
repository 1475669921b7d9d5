import type { Context } from "fresh";
import { define, type State } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readGenerateSettings } from "../server/submission/generate_form.ts";
import { answerGenerations } from "../server/submission/generation_answer.ts";
import { isReplay } from "../server/submission/generation_wait.ts";
import { type FormOutcome, submitPictures } from "../server/submission/picture_submission.ts";
import type { UploadPlace } from "../server/uploads/upload_limits.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { caller, cookies } = ctx.state;
    const { outcome, place } = await submitForm(ctx);
    // Who repeats a first request without its cookie may be somebody else: they get that answer alone.
    if (!(caller.isNew && isReplay(outcome))) cookies.keep(caller);
    const response = await answerGenerations(ctx, outcome);
    place.tell(response.headers);
    return response;
  },
});

/** What became of the form, and the place that it had while it arrived. */
async function submitForm(
  ctx: Context<State>,
): Promise<{ readonly outcome: FormOutcome; readonly place: UploadPlace }> {
  const { req, state: { caller, services: { uploads, generations } } } = ctx;
  using place = uploads.limits.begin(caller.line);
  await using form = await uploads.receive(req);
  place.count(form.pictures.length);
  const settings = readGenerateSettings(req.headers, form.fields);
  const { pictures } = form;
  return { outcome: await submitPictures(generations, { caller, pictures, settings }), place };
}
