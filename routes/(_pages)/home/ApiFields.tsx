import { textRange } from "../../../contract/control_range.ts";
import type { ModelCard } from "../../../contract/model.ts";
import { seedRange } from "../../../contract/seed.ts";
import { legalValues, shapesWord } from "../../../components/panel/control_words.ts";

/** The form fields that each model takes; the studio's controls are made from the same list. */
export function ApiFields({ models }: { readonly models: readonly ModelCard[] }) {
  return (
    <div class="panel mt-5 p-5">
      <h3 class="mb-4 border-b pb-3 text-fine font-semibold text-muted">Set</h3>
      <p class="text-fine text-muted">
        Each control of the studio is a form field. Every model takes{" "}
        <code class="text-text">model</code>, <code class="text-text">seed</code>{" "}
        ({seedRange()}) and <code class="text-text">cache=off</code>{" "}
        for a new video of the same recipe. What else there is, the studio writes into its curl for
        you; <a class="link" href="/models">all of it as JSON</a>.
      </p>
      <div class="mt-3">
        {models.map((model) => (
          <details key={model.id} class="question border-t">
            <summary class="flex min-h-touch items-center justify-between gap-4 text-fine hover:text-cyan">
              <span class="min-w-0">
                <code class="text-cyan">{model.id}</code>{" "}
                {model.needs !== undefined && <span class="text-muted">not on here</span>}
              </span>
              <span class="question-mark shrink-0 text-cyan" aria-hidden="true">+</span>
            </summary>
            <Fields model={model} />
          </details>
        ))}
      </div>
    </div>
  );
}

function Fields({ model }: { readonly model: ModelCard }) {
  const { prompt, shapes, controls } = model;
  return (
    <dl class="terms pb-4 text-fine">
      {prompt.need !== "none" && (
        <Field name="prompt" text={`${prompt.need}, ${textRange(prompt)}`} />
      )}
      {shapes.length > 1 && <Field name="shape" text={shapesWord(model).toLowerCase()} />}
      {controls.map((control) => (
        <Field key={control.id} name={control.id} text={legalValues(control)} />
      ))}
      {prompt.need === "none" && shapes.length < 2 && controls.length === 0 && (
        <Field name="–" text="nothing more" />
      )}
    </dl>
  );
}

function Field({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
