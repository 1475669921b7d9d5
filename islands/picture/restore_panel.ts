import { restore } from "../panel/panel_handlers.ts";
import type { RestoredRecipe } from "../upload/dropped_video.ts";

/**
 * Sets the panel to a video's recipe; where there is no panel, the studio's page is opened with it.
 *
 * @throws {Error} when the server cannot be asked
 */
export async function restorePanel(
  form: HTMLFormElement | null,
  { fields, address }: RestoredRecipe,
): Promise<void> {
  if (form?.querySelector("[data-panel]")) await restore(form, fields);
  else location.assign(address);
}
