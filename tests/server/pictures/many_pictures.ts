/**
 * Prepares the pictures of a folder over and over, 300 in all, and prints how much memory the process has
 * after 30, at most and in the end, in MiB. Every hundredth picture is the one named in the second
 * argument; the third says how much the memory may grow. A program of its own, because the memory of a
 * test run is that of all its tests.
 */
// deno-lint-ignore-file no-console -- the test reads its standard output
import { join } from "node:path";
import { PictureProcessor } from "../../../server/pictures/picture_processor.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { fileSource } from "../../picture_sources.ts";

const [folder = "", hungry = "", growth = ""] = Deno.args;
const PICTURES = 300, EARLY = 30;
const HUNGRY_EVERY = 100, FIRST_HUNGRY = 10;
/** What a replaced worker gives back at least, in MiB. */
const RETURNED_MIB = 100;
const FRAMES = [{ width: 512, height: 288 }, { width: 288, height: 512 }, {
  width: 384,
  height: 384,
}];

const { gc } = globalThis as { gc?: () => void };
const processor = new PictureProcessor({ timeoutMs: PATIENCE_MS });
await processor.warm();
const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name !== hungry).sort();
const { signal } = new AbortController();
let early = 0, most = 0;

for (let index = 0; index < PICTURES; index++) {
  if (index === EARLY) early = await settledMib(most - RETURNED_MIB);
  await prepare(index % HUNGRY_EVERY === FIRST_HUNGRY ? hungry : nameOf(index), index);
  most = Math.max(most, memoryMib());
}
console.log(JSON.stringify({ early, late: await settledMib(Number(growth) * early), most }));
processor.close();

function nameOf(index: number): string {
  return names[index % names.length] ?? "";
}

async function prepare(name: string, index: number): Promise<void> {
  const crop = { x: index % 7 / 6, y: index % 5 / 4, zoom: 1 + index % 3 };
  const picture = await processor.open(await fileSource(join(folder, name)), { crop, signal });
  const size = FRAMES[index % FRAMES.length] ?? { width: 512, height: 288 };
  if (index % 4 === 0) await picture.rgb(size, signal);
  else await picture.jpeg(size, signal);
}

/**
 * The memory once it is within the limit, which takes until a spent worker is gone: its successor gets
 * ready beside it and takes over between two pictures, so small ones go on until then.
 */
async function settledMib(limitMib: number): Promise<number> {
  const end = performance.now() + PATIENCE_MS;
  for (let index = 0; memoryMib() > limitMib && performance.now() < end; index++) {
    await prepare(nameOf(index), index);
  }
  return memoryMib();
}

/** What the process has in physical memory, without what waits to be collected. */
function memoryMib(): number {
  gc?.();
  return Deno.memoryUsage().rss / 2 ** 20;
}
