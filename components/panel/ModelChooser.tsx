import type { ModelCard } from "../../contract/model.ts";
import { formatSecondsRange } from "../../contract/units.ts";
import { pictureWord, pricePhrase, sizeList, usableFirst } from "./model_words.ts";

interface ModelChooserProps {
  readonly models: readonly ModelCard[];
  readonly chosen: ModelCard;
}

/** All models with what tells them apart; those that cannot be used now say what they need. */
export function ModelChooser({ models, chosen }: ModelChooserProps) {
  return (
    <details id="models-open" class="chooser">
      <summary id="models-shown" class="field flex items-center justify-between gap-3">
        <span class="min-w-0 truncate">
          <span class="text-fine text-muted">Model</span>{" "}
          <strong class="text-text">{chosen.name}</strong>
        </span>
        <span class="chevron shrink-0 text-cyan" aria-hidden="true" />
      </summary>
      <div class="chooser-list mt-2">
        <fieldset>
          <legend class="quiet">Model</legend>
          <ul class="grid gap-2 lg:grid-cols-2">
            {usableFirst(models).map((model) => (
              <li key={model.id} class="grid">
                <ModelChoice model={model} isChosen={model.id === chosen.id} />
              </li>
            ))}
          </ul>
        </fieldset>
        <div class="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-fine text-muted">
          <p>
            Have a Hugging Face account?{" "}
            <a class="link" href="/account">Sign in or enter a token</a>: your own credits pay, and
            more models may open.
          </p>
          <button
            type="submit"
            class="button without-script"
            formMethod="get"
            formAction="/"
            formNoValidate
            name="from"
            value={chosen.id}
          >
            Show this model's settings
          </button>
        </div>
      </div>
    </details>
  );
}

function ModelChoice(
  { model, isChosen }: { readonly model: ModelCard; readonly isChosen: boolean },
) {
  const { id, name, needs, summary } = model;
  const noteId = `model-${id}-note`;
  return (
    <label class={needs === undefined ? "choice" : "choice choice-shut"}>
      <input
        type="radio"
        name="model"
        id={`model-${id}`}
        value={id}
        checked={isChosen}
        disabled={needs !== undefined}
        data-sizes={sizeList(model)}
        aria-describedby={noteId}
      />
      <span class="min-w-0">
        <span class="block font-bold">{name}</span>
        <span id={noteId} class="block text-fine text-muted">
          {needs === undefined
            ? (
              <>
                <span class="block text-text">
                  {pricePhrase(model.price, model.payer)} · {formatSecondsRange(model.usualSeconds)}
                  {" "}
                  · {pictureWord(model)}
                </span>
                {summary}
              </>
            )
            : needs}
        </span>
      </span>
    </label>
  );
}
