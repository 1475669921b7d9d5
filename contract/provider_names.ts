/** Who makes videos, by the names that people know. */
export const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  "local-engine": "this server",
  "raw-endpoint": "a video endpoint",
  "fal-ai": "fal.ai",
  "wavespeed": "WaveSpeed",
  "together": "Together AI",
};

/** A service by the name that people know. */
export function serviceWord(service: string): string {
  return PROVIDER_NAMES[service] ?? service;
}
