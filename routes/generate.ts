import type { Context } from "fresh";
import { define, type State } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readGenerateSettings } from "../server/submission/generate_form.ts";
import { answerGenerations } from "../server/submission/generation_answer.ts";
import { type FormOutcome, submitPictures } from "../server/submission/picture_submission.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const outcome = await submitForm(ctx);
    ctx.state.cookies.keep(ctx.state.caller);
    return await answerGenerations(ctx, outcome);
  },
});

async function submitForm(ctx: Context<State>): Promise<FormOutcome> {
  const { req, state: { caller, services: { uploads, generations } } } = ctx;
  await using form = await uploads.receive(req);
  const settings = readGenerateSettings(req.headers, form.fields);
  return await submitPictures(generations, {
    visitorId: caller.visitorId,
    paymentMeans: caller.paymentMeans,
    pictures: form.pictures,
    settings,
  });
}
