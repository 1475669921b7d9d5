/** Who makes videos, by the names that people know. */
export const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  "local-engine": "this server",
  "raw-endpoint": "a video endpoint",
  "comfyui": "your own server (ComfyUI)",
  "videos-api": "your own server (/v1/videos)",
  "hugging-face": "Hugging Face",
  "fal-ai": "fal.ai",
  "wavespeed": "WaveSpeed",
  "together": "Together AI",
};

/** A provider by the name that people know. */
export function providerWord(provider: string): string {
  return PROVIDER_NAMES[provider] ?? provider;
}
