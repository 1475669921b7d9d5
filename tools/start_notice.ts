import type { Config } from "../server/config.ts";
import type { Services } from "../server/services.ts";

/** What the terminal shows once the server listens: where to go, what works, what could be added. */
export function startNotice(
  config: Config,
  running: { readonly address: Deno.NetAddr; readonly services: Services },
): string {
  const { address, services } = running;
  const isEverywhere = ["0.0.0.0", "::"].includes(address.hostname);
  const [usual, ...others] = services.offers;
  return [
    "",
    "AI Lounge After Dark is open.",
    "",
    `  Open    http://${isEverywhere ? "localhost" : address.hostname}:${address.port}`,
    `  Films   ${usual.model.name} (default)`,
    ...others.map(({ model }) => `          ${model.name}`),
    `  Kept in ${config.VIDEOS_DIR}`,
    ...advice(config).map((line) => `  Note    ${line}`),
    "",
  ].join("\n");
}

function advice(config: Config): string[] {
  if (config.HF_ENDPOINT_URL && !config.HF_API_TOKEN) {
    return ["HF_API_TOKEN is not set: HF_ENDPOINT_URL must be open to everyone."];
  }
  if (config.HF_ENDPOINT_URL) return [];
  if (config.HF_API_TOKEN) {
    return [
      "Hugging Face no longer serves Stable Video Diffusion to a token alone:",
      "set HF_ENDPOINT_URL to an endpoint of your own.",
    ];
  }
  return ["Set HF_ENDPOINT_URL and HF_API_TOKEN (see .env.example) to add AI video."];
}
