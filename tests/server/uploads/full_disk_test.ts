import { assertEquals } from "@std/assert";

/** What becomes of 6,000 bytes where a file may have so many blocks of 512. */
async function keepWithin(blocks: number): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "full-disk-" });
  const writer = new URL("full_disk_writer.ts", import.meta.url).href;
  const { stdout, stderr } = await new Deno.Command("sh", {
    // Without the trap the system would end the process instead of failing its write.
    args: [
      "-c",
      `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" run -A --no-lock "$@"`,
      Deno.execPath(),
      writer,
      directory,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  try {
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(
      [...Deno.readDirSync(`${directory}/uploads`), ...Deno.readDirSync(`${directory}/videos`)],
      [],
    );
    return new TextDecoder().decode(stdout).trim();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("where there is no room for the last piece, an upload and a video fail as that", async () => {
  assertEquals(await keepWithin(100), "6000 6000");
  assertEquals(await keepWithin(8), "storage-full storage-full");
});
