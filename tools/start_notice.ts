import { USUAL_DAILY_USD } from "../server/opening/models.ts";
import type { Config } from "../server/config.ts";
import { isRouted, type Model, type ProviderId } from "../server/models/model.ts";
import type { OwnModel, Registry } from "../server/models/registry.ts";
import { oldNameNotes } from "../server/old_names.ts";
import { idleSettings } from "./idle_settings.ts";

/** What the terminal shows once the server listens: where to go, what works, what could be added. */
export function startNotice(
  config: Config,
  { address, registry, environment }: {
    readonly address: Deno.NetAddr;
    readonly registry: Registry;
    /** Where the settings were read. */
    readonly environment: Readonly<Record<string, string>>;
  },
): string {
  const here = openAt(address);
  const [usual, ...others] = engines(config, registry);
  const notes = [...oldNameNotes(environment), ...advice(config), ...idleSettings(config)];
  return [
    "",
    "AI Lounge After Dark is open.",
    "",
    `  Open    ${config.SITE_URL ?? here}`,
    ...(config.SITE_URL === undefined ? [] : [`  Here    ${here}`]),
    `  Videos  ${usual} (default)`,
    ...others.map((engine) => `          ${engine}`),
    ...registry.own.map(ownModelLine),
    `  Saved   Videos are saved in ${config.VIDEOS_DIR}`,
    ...notes.map((line) => `  Note    ${line}`),
    "",
  ].join("\n");
}

/** The address to open for a server that listens there. */
export function openAt({ hostname, port }: Pick<Deno.NetAddr, "hostname" | "port">): string {
  if (["0.0.0.0", "::"].includes(hostname)) return `http://localhost:${port}`;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

function ownModelLine({ file, model: { name }, isBuiltIn }: OwnModel, index: number): string {
  const place = isBuiltIn ? ", in place of the built-in model of this id" : "";
  return `  ${index === 0 ? "Models" : "      "}  ${name}, from ${file}${place}`;
}

/**
 * What the settings open, the default first: servers of one's own, else the first model. Which models are
 * served right now only the Hub can tell: see /models.
 */
function engines(config: Config, registry: Registry): string[] {
  const { HF_API_TOKEN, HF_ENDPOINT_URL } = config;
  const lines: string[] = [];
  const ofEndpoint = registry.models.find((model) => hasRoute(model, "raw-endpoint"));
  if (HF_ENDPOINT_URL && ofEndpoint) lines.push(`${ofEndpoint.name} at your endpoint`);
  if (config.COMFYUI_URL) lines.push(`${namesOver("comfyui", registry)} at your ComfyUI`);
  if (config.VIDEOS_API_URL) lines.push(`${namesOver("videos-api", registry)} at VIDEOS_API_URL`);
  const local = registry.models.filter((model) => hasRoute(model, "local-engine"));
  const isLocalFirst = local.some((model) => model === registry.models[0]);
  const built = local.map(({ name }) => `${name}, built in`);
  const routed = HF_API_TOKEN ? [routedLine(registry)] : [];
  return [...lines, ...(isLocalFirst ? [...built, ...routed] : [...routed, ...built])];
}

function routedLine({ own }: Registry): string {
  const names = own
    .filter(({ model, isBuiltIn }) =>
      !isBuiltIn && model.routes.some(({ provider }) => isRouted(provider))
    )
    .map(({ model }) => model.name);
  return `${
    [...names, "Wan, LTX, Hunyuan and others"].join(", ")
  } through Hugging Face, see /models`;
}

function namesOver(provider: ProviderId, { models }: Registry): string {
  return models.filter((model) => hasRoute(model, provider)).map(({ name }) => name).join(", ");
}

function hasRoute({ routes }: Model, ...providers: readonly ProviderId[]): boolean {
  return routes.some(({ provider }) => providers.includes(provider));
}

function advice(config: Config): string[] {
  if (config.HF_ENDPOINT_URL && !config.HF_API_TOKEN) {
    return ["HF_API_TOKEN is not set: HF_ENDPOINT_URL must be open to everyone."];
  }
  if (config.HF_API_TOKEN && config.DAILY_SPEND_LIMIT_USD === undefined) {
    return [
      `Videos are paid by your token, up to $${USUAL_DAILY_USD} a day: DAILY_SPEND_LIMIT_USD sets ` +
      "another limit, and 0 lifts it. Models without a known price are closed under a limit.",
    ];
  }
  if (config.HF_API_TOKEN) return [];
  return ["Set HF_API_TOKEN (see .env.example) to add AI video; visitors can bring their own."];
}
