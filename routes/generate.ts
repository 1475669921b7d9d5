import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/http/allowed_methods.ts";
import { readGenerateForm } from "../server/http/generate_form.ts";
import { answerGeneration } from "../server/http/generation_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { uploads, generations } = ctx.state.services;
    await using upload = new AsyncDisposableStack();
    const form = upload.use(await uploads.receive(ctx.req));
    const generation = await generations.accept(readGenerateForm(form));
    const release = upload.move();
    return await answerGeneration(ctx, {
      ...generation,
      [Symbol.asyncDispose]: () => release.disposeAsync(),
    });
  },
});
