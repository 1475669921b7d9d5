import type { GenerationView } from "../../contract/generation.ts";
import { settingsLink } from "../../contract/settings_link.ts";

/**
 * Address of the studio with the video's settings, where the frame of that moment is the picture, all
 * of it. It says all that is needed, so that it survives a reload and can be sent to others.
 */
export function goOnLink(view: GenerationView, atSeconds: number): string {
  const whole = { ...view, crop: undefined };
  const link = new URL(settingsLink(whole), "http://studio.invalid");
  link.searchParams.set("video", view.id);
  link.searchParams.set("at", atSeconds.toFixed(3));
  return link.pathname + link.search + link.hash;
}

/** Address of the page where two videos play side by side, or where the second one is chosen. */
export function compareLink(first: string, second?: string): string {
  const query = new URLSearchParams({ a: first });
  if (second !== undefined) query.set("b", second);
  return `/compare?${query}`;
}
