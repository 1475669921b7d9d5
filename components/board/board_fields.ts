import type { BoardFacts } from "../../contract/board.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";

/** What the board stands on as fields of `POST /generate`; defaults need not be sent. */
export function boardFields(board: BoardFacts): (readonly [name: string, value: string])[] {
  const { model, prompt, seed, shape } = board;
  const chosen = model.controls.filter((control) =>
    board.settings[control.id] !== undefined && board.settings[control.id] !== control.default
  );
  const settings = Object.fromEntries(
    chosen.map(({ id }) => [id, board.settings[id] ?? ""]),
  );
  return recipeFields({ model: model.id, prompt, seed, shape, settings });
}
