import { load } from "@std/dotenv";
import * as v from "valibot";
import { DEFAULT_MAX_IMAGE_BYTES } from "../contract/image_limits.ts";
import { isProxyRange } from "./proxy_ranges.ts";
import { misspeltNames } from "./setting_names.ts";
import { OLD_SETTING_NAMES, underOldName } from "./old_names.ts";

/** Thrown when settings are wrong; names every fault, never a value. */
export class ConfigError extends Error {
  /** One sentence a fault, each starting with the setting's name. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.join("\n")}`);
    this.name = "ConfigError";
    this.faults = faults;
  }
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty("must not be blank"));
const secret = v.pipe(text, v.regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces"));
const httpUrl = v.pipe(
  text,
  v.check(
    (value) => /^https?:\/\/[^/]+/.test(value) && URL.canParse(value),
    "must be an http(s) address",
  ),
  v.check((value) => !/^https?:\/\/[^/]*@/.test(value), "must not carry a user name or password"),
);
/** An address that paths are appended to: kept without its trailing slash. */
const baseUrl = v.pipe(httpUrl, v.transform((value) => value.replace(/\/+$/, "")));

/** A folder; a comma would split it in the start task's list of writable folders. */
const folder = v.pipe(text, v.excludes(",", "must not contain a comma"));

function wholeNumber(range: { readonly min: number; readonly max: number }) {
  const fault = `must be a whole number from ${range.min} to ${range.max}`;
  return v.pipe(
    text,
    v.regex(/^\d{1,15}$/, fault),
    v.transform(Number),
    v.minValue(range.min, fault),
    v.maxValue(range.max, fault),
  );
}

const dollarFault = "must be an amount of US dollars like 5 or 2.50";
const dollars = v.pipe(
  text,
  v.regex(/^\d{1,6}(\.\d{1,6})?$/, dollarFault),
  v.transform(Number),
);

/** One header that is sent to a server: its name and value. */
const header = v.pipe(
  text,
  v.regex(/^[\w-]+:[ \t]*[\x21-\x7e][\x20-\x7e]*$/, "must be a header like X-Key: secret"),
  v.transform((value) => ({
    name: value.slice(0, value.indexOf(":")).toLowerCase(),
    value: value.slice(value.indexOf(":") + 1).trim(),
  })),
);

/** Host names with an optional port, separated by commas. */
const hosts = v.pipe(
  v.string(),
  v.transform((value) => value.split(",").map((host) => host.trim().toLowerCase()).filter(Boolean)),
  v.everyItem(
    (host) => /^[a-z\d.-]+(:\d{1,5})?$/.test(host),
    "must be host names separated by commas, each with an optional port",
  ),
);

/** Proxies, separated by commas. */
const proxies = v.pipe(
  v.string(),
  v.transform((value) => value.split(",").map((range) => range.trim()).filter(Boolean)),
  v.everyItem(
    isProxyRange,
    "must be addresses or ranges (10.0.0.0/8) separated by commas, or loopback or private",
  ),
);

/** Where visitors find the site. Below a path its own addresses would lead elsewhere. */
const origin = v.pipe(
  baseUrl,
  v.check(
    (value) => URL.parse(value)?.pathname === "/" && !/[?#]/.test(value),
    "must end with its host: the lounge cannot live below a path, so give it a host name of its own",
  ),
);

const GIB = 1024 ** 3;

/** Every setting there is, in the order of `.env.example`. All are optional. */
export const SettingsSchema = v.object({
  HF_API_TOKEN: v.optional(secret),
  HF_ENDPOINT_URL: v.optional(httpUrl),
  HF_ROUTER_URL: v.optional(baseUrl, "https://router.huggingface.co"),
  HF_HUB_URL: v.optional(baseUrl, "https://huggingface.co"),
  HF_ENDPOINT_FORMAT: v.optional(v.picklist(["bytes", "json"], "must be bytes or json"), "bytes"),
  HF_ENDPOINT_USD_PER_HOUR: v.optional(dollars),
  COMFYUI_URL: v.optional(baseUrl),
  COMFYUI_HEADER: v.optional(header),
  VIDEOS_API_URL: v.optional(baseUrl),
  VIDEOS_API_KEY: v.optional(secret),
  HF_BILL_TO: v.optional(secret),
  MODELS_DIR: v.optional(folder),
  RESULT_HOSTS_ALLOWED: v.optional(hosts, ""),
  NEW_VIDEOS: v.optional(v.picklist(["on", "off"], "must be on or off"), "on"),
  DAILY_SPEND_LIMIT_USD: v.optional(dollars),
  DAILY_SPEND_LIMIT_PER_VISITOR_USD: v.optional(dollars),
  DAILY_VIDEOS_PER_VISITOR: v.optional(wholeNumber({ min: 1, max: 100_000 })),
  HF_OAUTH_CLIENT_ID: v.optional(secret),
  HF_OAUTH_CLIENT_SECRET: v.optional(secret),
  HF_OAUTH_ISSUER: v.optional(baseUrl),
  GENERATION_TIMEOUT_SECONDS: v.optional(wholeNumber({ min: 5, max: 3600 }), "600"),
  MAX_RUNNING_GENERATIONS: v.optional(wholeNumber({ min: 1, max: 10_000 }), "4"),
  MAX_RUNNING_PER_VISITOR: v.optional(wholeNumber({ min: 1, max: 10_000 }), "2"),
  MAX_QUEUED_PER_VISITOR: v.optional(wholeNumber({ min: 1, max: 10_000 }), "20"),
  MAX_QUEUED: v.optional(wholeNumber({ min: 1, max: 100_000 }), "200"),
  UPLOADS_AT_ONCE_PER_ADDRESS: v.optional(wholeNumber({ min: 0, max: 10_000 }), "4"),
  UPLOADS_PER_MINUTE_PER_ADDRESS: v.optional(wholeNumber({ min: 0, max: 100_000 }), "30"),
  RETENTION_DAYS: v.optional(wholeNumber({ min: 0, max: 36_500 }), "30"),
  VIDEOS_QUOTA_BYTES: v.optional(wholeNumber({ min: 0, max: 2 ** 49 }), "0"),
  MIN_FREE_BYTES: v.optional(wholeNumber({ min: 0, max: 2 ** 49 }), String(GIB / 4)),
  ACCESS_PASSWORD: v.optional(v.pipe(secret, v.minLength(8, "must have at least 8 characters"))),
  VIDEOS_CACHE: v.optional(
    v.picklist(["private", "public"], "must be private or public"),
    "private",
  ),
  METRICS_TOKEN: v.optional(v.pipe(secret, v.minLength(16, "must have at least 16 characters"))),
  LOG_FORMAT: v.optional(v.picklist(["lines", "json"], "must be lines or json"), "lines"),
  LOG_LEVEL: v.optional(v.picklist(["info", "error"], "must be info or error"), "info"),
  LOG_REQUESTS: v.optional(
    v.picklist(["all", "refused", "none"], "must be all, refused or none"),
    "refused",
  ),
  COOKIE_SECRET: v.optional(v.pipe(secret, v.minLength(32, "must have at least 32 characters"))),
  HOST: v.optional(text, "0.0.0.0"),
  PORT: v.optional(wholeNumber({ min: 0, max: 65535 }), "8000"),
  SITE_URL: v.optional(origin),
  TRUSTED_PROXIES: v.optional(proxies, ""),
  ALLOWED_HOSTS: v.optional(hosts, ""),
  VIDEOS_DIR: v.optional(folder, "videos"),
  DATA_DIR: v.optional(folder, "data"),
  MAX_IMAGE_BYTES: v.optional(
    wholeNumber({ min: 1024, max: GIB }),
    String(DEFAULT_MAX_IMAGE_BYTES),
  ),
  MAX_VIDEO_BYTES: v.optional(wholeNumber({ min: 1024, max: 16 * GIB }), String(GIB / 4)),
  CONTACT_EMAIL: v.optional(v.pipe(text, v.email("must be an e-mail address"))),
  CONTACT_PHONE: v.optional(v.pipe(text, v.regex(/^\+?[\d ()/.-]{4,}$/, "must be a phone number"))),
  SOURCE_URL: v.optional(httpUrl),
  STRIPE_SECRET_KEY: v.optional(secret),
  INTERCOM_ACCESS_TOKEN: v.optional(secret),
});

/** The checked settings, by the names that `.env` uses. */
export type Config = Readonly<v.InferOutput<typeof SettingsSchema>>;

/** The whole environment, or of it what may be read: a service may read the settings alone. */
function environmentNow(): Record<string, string> {
  try {
    return Deno.env.toObject();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    const names = [...Object.keys(SettingsSchema.entries), ...OLD_SETTING_NAMES];
    return Object.fromEntries(names.map((name) => [name, Deno.env.get(name) ?? ""]));
  }
}

/** The process's environment over the `.env` file beside it; blank values count as not set. */
export async function readEnvironment(): Promise<Record<string, string>> {
  const fromFile = await load({ export: false });
  return { ...fromFile, ...environmentNow() };
}

/**
 * Keeps a server for development off what another one of this project keeps, whatever `.env` says;
 * folders that the environment itself names stay.
 */
export function useFolders(parent: string): void {
  for (const [name, folder] of [["DATA_DIR", "data"], ["VIDEOS_DIR", "videos"]] as const) {
    if (!Deno.env.get(name)) Deno.env.set(name, `${parent}/${folder}`);
  }
}

/**
 * Checks all settings at once; `faults` are those that are known already.
 *
 * @throws {ConfigError} naming each faulty setting
 */
export function parseConfig(
  environment: Readonly<Record<string, string>>,
  faults: readonly string[] = [],
): Config {
  const names = Object.keys(SettingsSchema.entries);
  const given = names.flatMap((name) => {
    const value = environment[name]?.trim() || underOldName(environment, name)?.trim();
    return value ? [[name, value]] : [];
  });
  const parsed = v.safeParse(SettingsSchema, Object.fromEntries(given));
  const issues = parsed.issues?.map((issue) => `${v.getDotPath(issue)} ${issue.message}.`) ?? [];
  if (!parsed.success || faults.length > 0) throw new ConfigError([...faults, ...issues]);
  return Object.freeze(parsed.output);
}

/** Reads and checks the configuration; the only reader of the environment. */
export async function loadConfig(): Promise<Config> {
  const [file, environment] = [await load({ export: false }), environmentNow()];
  const known = [...Object.keys(SettingsSchema.entries), ...OLD_SETTING_NAMES];
  return parseConfig({ ...file, ...environment }, misspeltNames({ file, environment, known }));
}
