import type { BoardFacts } from "../../contract/board.ts";
import { ModelChooser } from "./ModelChooser.tsx";
import { PresetButtons } from "./PresetButtons.tsx";
import { PromptField } from "./PromptField.tsx";

/** The choices that everyone makes: the model, the words, how much should move. */
export function BoardPicks({ board }: { readonly board: BoardFacts }) {
  return (
    <div data-board="picks" class="flex flex-col gap-3">
      <p id="board-note" class="note text-fine text-amber" role="status">{board.notice}</p>
      <ModelChooser models={board.models} chosen={board.model} />
      <PromptField board={board} />
      <PresetButtons board={board} />
    </div>
  );
}
