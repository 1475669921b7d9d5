import { ROOT } from "../source_files.ts";

/** What of the endpoint's needs this machine has. */
export interface PythonSetup {
  /** The interpreter that finds the most of them; absent without Python 3.10. */
  readonly command?: string;
  /** Names of what is missing. */
  readonly missing: readonly string[];
}

const PROBE = `
import importlib.util, shutil, sys
print(sys.version_info >= (3, 10), bool(importlib.util.find_spec("PIL")), bool(shutil.which("ffmpeg")))
`;

/** Looks once, at the interpreters that a system may have beside each other. */
export async function findPython(): Promise<PythonSetup> {
  const setups = await Promise.all(["python3", "/usr/bin/python3"].map(examine));
  return setups.toSorted((one, other) => one.missing.length - other.missing.length)[0] ??
    { missing: ["Python"] };
}

async function examine(command: string): Promise<PythonSetup> {
  const { success, stdout } = await run(command, ["-c", PROBE]);
  const [isNew, hasPillow, hasFfmpeg] = new TextDecoder().decode(stdout).trim().split(" ");
  if (!success || isNew !== "True") return { missing: ["Python 3.10", "Pillow", "ffmpeg"] };
  return {
    command,
    missing: [
      ...(hasPillow === "True" ? [] : ["Pillow"]),
      ...(hasFfmpeg === "True" ? [] : ["ffmpeg"]),
    ],
  };
}

async function run(
  command: string,
  args: readonly string[],
): Promise<{ readonly success: boolean; readonly stdout: Uint8Array }> {
  try {
    return await new Deno.Command(command, { args: [...args], cwd: ROOT }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, stdout: new Uint8Array() };
    throw error;
  }
}
