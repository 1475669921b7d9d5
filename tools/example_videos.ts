/** Makes the example videos of the local engine: `deno run -A tools/example_videos.ts FOLDER`. */
// deno-lint-ignore-file no-console -- this tool's answer
import { makeExampleVideos } from "../server/providers/local/examples/example_videos.ts";
import { EXAMPLES } from "../server/providers/local/examples/example_list.ts";
import { LocalEngine } from "../server/providers/local/local_engine.ts";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Say into which folder: deno run -A tools/example_videos.ts FOLDER");
  Deno.exit(1);
}
const engine = new LocalEngine();
try {
  await makeExampleVideos(engine, folder, {
    signal: new AbortController().signal,
    size: { width: 1024, height: 576 },
    report: ({ id }, video) => console.log(`${video} of ${EXAMPLES.length}: ${id}`),
  });
} finally {
  engine.close();
}
