import type { Config } from "../server/config.ts";
import { idleSettings } from "./idle_settings.ts";

/** What the terminal shows once the server listens: where to go, what works, what could be added. */
export function startNotice(
  config: Config,
  { address, notes = [] }: {
    readonly address: Deno.NetAddr;
    /** Said before everything else that there is to say. */
    readonly notes?: readonly string[];
  },
): string {
  const isEverywhere = ["0.0.0.0", "::"].includes(address.hostname);
  const [usual, ...others] = engines(config);
  return [
    "",
    "AI Lounge After Dark is open.",
    "",
    `  Open    http://${isEverywhere ? "localhost" : address.hostname}:${address.port}`,
    `  Videos  ${usual} (default)`,
    ...others.map((engine) => `          ${engine}`),
    `  Saved   Videos are saved in ${config.VIDEOS_DIR}`,
    ...[...notes, ...advice(config), ...idleSettings(config)].map((line) => `  Note    ${line}`),
    "",
  ].join("\n");
}

/** What the settings open. Which models are served right now only the Hub can tell: see /models. */
function engines({ HF_API_TOKEN, HF_ENDPOINT_URL }: Config): string[] {
  return [
    ...(HF_ENDPOINT_URL ? ["Stable Video Diffusion XT at your endpoint"] : []),
    ...(HF_API_TOKEN ? ["Wan, LTX, Hunyuan and others through Hugging Face, see /models"] : []),
    "Local motion preview, built in",
  ];
}

function advice(config: Config): string[] {
  if (config.HF_ENDPOINT_URL && !config.HF_API_TOKEN) {
    return ["HF_API_TOKEN is not set: HF_ENDPOINT_URL must be open to everyone."];
  }
  if (config.HF_API_TOKEN && config.DAILY_SPEND_LIMIT_USD === undefined) {
    return ["Videos are paid by your token. DAILY_SPEND_LIMIT_USD sets a limit."];
  }
  if (config.HF_API_TOKEN) return [];
  return ["Set HF_API_TOKEN (see .env.example) to add AI video; visitors can bring their own."];
}
