import { stored } from "../storage_failure.ts";
import { fileThere, namesIn, removeIfThere, syncDirectory } from "./durable_files.ts";

/** Where files are put that no generation knows, below the folder that they were in. */
const FOLDER = "orphans";

/** Takes files out of a folder without losing them. Names that are not there are passed over. */
export async function setAside(directory: string, names: readonly string[]): Promise<void> {
  const aside = `${directory}/${FOLDER}`;
  await stored(Deno.mkdir(aside, { recursive: true }));
  for (const name of names) {
    if (!await stored(fileThere(`${directory}/${name}`))) continue;
    await stored(Deno.rename(`${directory}/${name}`, `${aside}/${name}`));
  }
  await stored(Promise.all([directory, aside].map(syncDirectory)));
}

/** The names of what is set aside. */
export async function namesAside(directory: string): Promise<string[]> {
  return await stored(namesIn(`${directory}/${FOLDER}`));
}

/** Undoes `setAside`; what has come in place of a file meanwhile stays. */
export async function bringBack(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const [aside, place] = [`${directory}/${FOLDER}/${name}`, `${directory}/${name}`];
    if (!await stored(fileThere(aside)) || await stored(fileThere(place))) continue;
    await stored(Deno.rename(aside, place));
  }
  await stored(syncDirectory(directory));
}

/**
 * Erases what was set aside before then, if the server made it.
 *
 * @returns how many files went
 */
export async function eraseAside(
  directory: string,
  { before, isOurs }: { readonly before: number; isOurs(name: string): boolean },
): Promise<number> {
  let erased = 0;
  for (const name of await namesAside(directory)) {
    const path = `${directory}/${FOLDER}/${name}`;
    const facts = isOurs(name) ? await stored(fileThere(path)) : undefined;
    // Being moved counts as a change.
    if (!facts || facts.changed.getTime() > before) continue;
    if (await stored(removeIfThere(path))) erased++;
  }
  return erased;
}
