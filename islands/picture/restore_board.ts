import { restore } from "../board/board_desk.ts";
import type { RestoredRecipe } from "../upload/dropped_video.ts";

/**
 * Sets the board to a video's recipe; where there is no board, the studio's page is opened with it.
 *
 * @throws {Error} when the server cannot be asked
 */
export async function restoreBoard(
  form: HTMLFormElement | null,
  { fields, address }: RestoredRecipe,
): Promise<void> {
  if (form?.querySelector("[data-board]")) await restore(form, fields);
  else location.assign(address);
}
