import { SettingsSchema } from "../server/config.ts";
import { OLD_SETTING_NAMES } from "../server/old_names.ts";

/** Where a service's files lie. */
export interface ServiceFolders {
  readonly project: string;
  /** `DENO_DIR`: what packages are read from. */
  readonly cache: string;
  readonly videos: string;
  readonly data: string;
}

/** Where they lie in the container. */
export const CONTAINER: ServiceFolders = {
  project: "/app",
  cache: "/deno-dir",
  videos: "/lounge/videos",
  data: "/lounge/data",
};

/** Where they lie on a machine that runs the unit. */
export const MACHINE: ServiceFolders = {
  project: "/opt/lounge",
  cache: "/opt/lounge/.deno",
  videos: "/var/lib/lounge/videos",
  data: "/var/lib/lounge/data",
};

/** Link-local addresses, among them the metadata services of clouds (RFC 3927, RFC 4193). */
const DENIED_NET = "169.254.0.0/16,[fd00:ec2::254]";
/** What the runtime and its libraries look up beside the settings. */
const OTHER_NAMES = ["TMPDIR", "TMP", "TEMP", "INIT_CWD", "npm_command"];

/** Program and arguments of the server as a service, with the least permissions that make videos. */
export function serviceCommand({ project, cache, videos, data }: ServiceFolders): string[] {
  const names = [...Object.keys(SettingsSchema.entries), ...OLD_SETTING_NAMES, ...OTHER_NAMES];
  return [
    ...["deno", "run", "--cached-only", "--allow-net", `--deny-net=${DENIED_NET}`],
    `--allow-env=${names.join(",")}`,
    "--allow-sys=cpus,statfs",
    // The picture library looks for itself in /src.
    `--allow-read=${[project, cache, videos, data, "/src"].join(",")}`,
    `--allow-write=${[videos, data].join(",")}`,
    "tools/serve.ts",
  ];
}
