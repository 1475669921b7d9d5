/**
 * Switches `deno.json` between the stand-ins of `bridge/` and the original JSR packages: what the
 * tasks `packages:original` and `packages:bridge` run.
 */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal

const CONFIG = "deno.json";
const DRAFT = "deno.draft.json";
/** Each side has a lock file of its own, so that neither touches the other's. */
const BRIDGE_LOCK = "deno.lock";
const ORIGINAL_LOCK = "deno.original.lock";

/** How long JSR has to answer; many a firewall never does. */
const PATIENCE_MS = 10_000;

type Side = "bridge" | "original";

/** All that differs in `deno.json`. */
const DIFFERENCES: readonly Readonly<Record<Side, string>>[] = [
  {
    bridge: `"links": [
    "./bridge/fresh",
    "./bridge/std_assert",
    "./bridge/std_dotenv",
    "./bridge/std_testing",
    "./bridge/std_uuid"
  ]`,
    original: `"lock": "${ORIGINAL_LOCK}"`,
  },
  // The original Fresh bundles with a program of its own and makes a folder beside the sources.
  { bridge: "--allow-write=_fresh dev.ts", original: "--allow-write=. --allow-run dev.ts" },
  { bridge: String.raw`)\" --watch=`, original: String.raw`)\" --allow-run --watch=` },
  // Stand-ins that are not linked lack their own imports; their tests are for the originals too.
  { bridge: `"node_modules/"]`, original: `"node_modules/", "bridge/*/*", "!bridge/*/tests"]` },
];

function giveUp(sentence: string): never {
  console.error(sentence);
  Deno.exit(1);
}

/** The text of `deno.json` for that side; `undefined` when it is on that side already. */
function switchTo(side: Side, config: string): string | undefined {
  const other = side === "bridge" ? "original" : "bridge";
  if (DIFFERENCES.every((difference) => config.includes(difference[side]))) return undefined;
  return DIFFERENCES.reduce((text, difference) => {
    const [before, after, ...more] = text.split(difference[other]);
    if (before === undefined || after === undefined || more.length > 0) {
      const [line] = difference[other].split("\n");
      giveUp(`${CONFIG} does not have ${line} exactly once, so nothing was changed.`);
    }
    return before + difference[side] + after;
  }, config);
}

async function reachesJsr(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(new URL("@fresh/core/meta.json", url), { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Fetches and locks all packages that the draft names; says what went wrong, if something did. */
async function fetchOriginals(): Promise<string | undefined> {
  // What comes from npm stays at the version that is locked.
  await Deno.copyFile(BRIDGE_LOCK, ORIGINAL_LOCK);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--config", DRAFT],
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  if (!success) {
    const output = new TextDecoder().decode(stderr);
    const [, reason = "no reason given"] = /^error: (.*?)\.?$/m.exec(output) ?? [];
    return `The packages cannot be fetched (${reason})`;
  }
  const missing = await findMissing();
  return missing.length > 0 ? `JSR lacks ${missing.join(", ")}` : undefined;
}

/** The JSR packages that are not in the lock file: `deno install` passes over what it cannot get. */
async function findMissing(): Promise<string[]> {
  const { imports } = JSON.parse(await Deno.readTextFile(DRAFT));
  const { jsr = {} } = JSON.parse(await Deno.readTextFile(ORIGINAL_LOCK));
  const locked = Object.keys(jsr);
  return Object.values<string>(imports).flatMap((specifier) => {
    const [, name] = /^jsr:(@[^@]+)/.exec(specifier) ?? [];
    return name === undefined || locked.some((key) => key.startsWith(`${name}@`)) ? [] : [name];
  });
}

async function useOriginals(config: string): Promise<void> {
  const url = Deno.env.get("JSR_URL") ?? "https://jsr.io/";
  if (!await reachesJsr(url)) giveUp(`JSR cannot be reached at ${url}, so nothing was changed.`);
  console.log(`Fetching the original packages from ${url}.`);
  await Deno.writeTextFile(DRAFT, config);
  const fault = await fetchOriginals();
  if (fault !== undefined) {
    await Promise.all([DRAFT, ORIGINAL_LOCK].map((path) => Deno.remove(path)));
    giveUp(`${fault}, so nothing was changed.`);
  }
  await Deno.rename(DRAFT, CONFIG);
  console.log(`${CONFIG} names the original packages now; ${ORIGINAL_LOCK} locks them.`);
}

async function useBridge(config: string): Promise<void> {
  await Deno.writeTextFile(DRAFT, config);
  await Deno.rename(DRAFT, CONFIG);
  await Deno.remove(ORIGINAL_LOCK).catch(() => {});
  console.log(`${CONFIG} links the stand-ins of bridge/ again.`);
}

const [side] = Deno.args;
if (side !== "bridge" && side !== "original") giveUp("Say bridge or original.");
const switched = switchTo(side, await Deno.readTextFile(CONFIG));
if (switched === undefined) console.log(`${CONFIG} is on the ${side} packages already.`);
else if (side === "original") await useOriginals(switched);
else await useBridge(switched);
