import type { GenerationView } from "../../contract/generation.ts";
import { settingsLink } from "./settings_link.ts";

/**
 * Address of the studio with the film's settings, where the frame of that moment is the picture, all
 * of it. It says all that is needed, so that it survives a reload and can be sent to others.
 */
export function goOnLink(view: GenerationView, atSeconds: number): string {
  const whole = { ...view, crop: undefined };
  const link = new URL(settingsLink(whole), "http://studio.invalid");
  link.searchParams.set("film", view.id);
  link.searchParams.set("at", atSeconds.toFixed(3));
  return link.pathname + link.search + link.hash;
}
