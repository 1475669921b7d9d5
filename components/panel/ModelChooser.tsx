import type { ModelChoice } from "../../contract/panel.ts";
import { type Panel, showOpened } from "./panel.ts";

/** All models with what tells them apart; those that cannot be used now say what they need. */
export function ModelChooser({ panel }: { readonly panel: Panel }) {
  const { view: { choices, model }, chosen } = panel.state.value;
  return (
    <details id="models-open" class="chooser" ref={panel.chooser} onToggle={showOpened}>
      <summary id="models-shown" class="field flex items-center justify-between gap-3">
        <span class="min-w-0 truncate">
          <span class="text-fine text-muted">Model</span>{" "}
          <strong class="text-text">{model.name}</strong>
        </span>
        <span class="chevron shrink-0 text-cyan" aria-hidden="true" />
      </summary>
      <div class="chooser-list mt-2">
        <fieldset>
          <legend class="quiet">Model</legend>
          <ul class="grid gap-2 lg:grid-cols-2">
            {choices.map((choice) => (
              <li key={choice.id} class="grid">
                <Choice panel={panel} choice={choice} isChosen={choice.id === chosen} />
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
            value={model.id}
          >
            Show this model's settings
          </button>
        </div>
      </div>
    </details>
  );
}

interface ChoiceProps {
  readonly panel: Panel;
  readonly choice: ModelChoice;
  readonly isChosen: boolean;
}

function Choice({ panel, choice: { id, name, needs, terms, summary }, isChosen }: ChoiceProps) {
  const noteId = `model-${id}-note`;
  return (
    <label
      class={needs === undefined ? "choice" : "choice choice-shut"}
      onClick={({ detail }) => {
        // Arrow keys go through the models one by one; a pointer has picked the one it meant.
        if (detail > 0) panel.closeChooser();
      }}
    >
      <input
        type="radio"
        name="model"
        id={`model-${id}`}
        value={id}
        checked={isChosen}
        disabled={needs !== undefined}
        aria-describedby={noteId}
        onInput={() => panel.chooseModel(id)}
      />
      <span class="min-w-0">
        <span class="block font-bold">{name}</span>
        <span id={noteId} class="block text-fine text-muted">
          {needs ?? (
            <>
              <span class="block text-text">{terms}</span>
              {summary}
            </>
          )}
        </span>
      </span>
    </label>
  );
}
