import type { GenerationView } from "../../contract/generation.ts";

/** Address of the studio with the settings of an earlier generation. */
export function settingsLink({ model, seed }: GenerationView): string {
  return `/?${new URLSearchParams({ model, seed: String(seed) })}#studio`;
}
