import type { Config } from "../server/config.ts";

/**
 * What an operator has set and what does nothing, or not what they may think, because of another
 * setting. One sentence each; names of settings only, never a value.
 */
export function idleSettings(config: Config): string[] {
  return RULES.flatMap(({ sentence, isIdle }) => isIdle(config) ? [sentence] : []);
}

interface Rule {
  readonly sentence: string;
  isIdle(config: Config): boolean;
}

const RULES: readonly Rule[] = [
  {
    sentence: "HF_ENDPOINT_FORMAT does nothing without HF_ENDPOINT_URL.",
    isIdle: (config) => config.HF_ENDPOINT_FORMAT !== "bytes" && !config.HF_ENDPOINT_URL,
  },
  {
    sentence: "HF_ENDPOINT_USD_PER_HOUR does nothing without HF_ENDPOINT_URL.",
    isIdle: (config) => config.HF_ENDPOINT_USD_PER_HOUR !== undefined && !config.HF_ENDPOINT_URL,
  },
  {
    sentence: "COMFYUI_HEADER does nothing without COMFYUI_URL.",
    isIdle: (config) => config.COMFYUI_HEADER !== undefined && !config.COMFYUI_URL,
  },
  {
    sentence: "VIDEOS_API_KEY does nothing without VIDEOS_API_URL.",
    isIdle: (config) => config.VIDEOS_API_KEY !== undefined && !config.VIDEOS_API_URL,
  },
  {
    sentence: "HF_BILL_TO does nothing without HF_API_TOKEN.",
    isIdle: (config) => config.HF_BILL_TO !== undefined && !config.HF_API_TOKEN,
  },
  {
    sentence: "HF_OAUTH_CLIENT_SECRET does nothing without HF_OAUTH_CLIENT_ID.",
    isIdle: (config) => config.HF_OAUTH_CLIENT_SECRET !== undefined && !config.HF_OAUTH_CLIENT_ID,
  },
  {
    sentence:
      "HF_OAUTH_ISSUER does nothing: signing in needs HF_OAUTH_CLIENT_ID or an HTTPS SITE_URL.",
    isIdle: (config) => config.HF_OAUTH_ISSUER !== undefined && !canSignIn(config),
  },
  {
    sentence:
      "DAILY_SPEND_LIMIT_PER_VISITOR_USD is more than DAILY_SPEND_LIMIT_USD, which comes first.",
    isIdle: (
      { DAILY_SPEND_LIMIT_PER_VISITOR_USD: each = 0, DAILY_SPEND_LIMIT_USD: all = Infinity },
    ) => each > all,
  },
  {
    sentence: "Limits for each visitor alone hold nobody back who throws the cookie away. " +
      "DAILY_SPEND_LIMIT_USD holds for all together.",
    isIdle: (config) =>
      config.DAILY_SPEND_LIMIT_USD === undefined && hasLimitForEach(config) &&
      config.HF_API_TOKEN !== undefined,
  },
];

function canSignIn({ HF_OAUTH_CLIENT_ID, SITE_URL }: Config): boolean {
  return HF_OAUTH_CLIENT_ID !== undefined || SITE_URL?.startsWith("https:") === true;
}

function hasLimitForEach(config: Config): boolean {
  const { DAILY_SPEND_LIMIT_PER_VISITOR_USD: dollars, DAILY_VIDEOS_PER_VISITOR: videos } = config;
  return dollars !== undefined || videos !== undefined;
}
