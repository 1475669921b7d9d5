import { assertEquals, assertStringIncludes } from "@std/assert";
import { curlCommand } from "../../contract/curl.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";

/** What a server gets from the command, run by a real shell and a real curl beside a `photo.jpg`. */
async function run(fields: readonly (readonly [string, string])[]): Promise<unknown[]> {
  const directory = await Deno.makeTempDir({ prefix: "curl-" });
  const received = Promise.withResolvers<unknown[]>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const form = await request.formData();
    received.resolve([...form].map(([name, value]) => [
      name,
      typeof value === "string" ? value : `file ${value.name}`,
    ]));
    return new Response("ok");
  });
  try {
    await Deno.writeTextFile(`${directory}/photo.jpg`, "a picture");
    const { code, stderr } = await new Deno.Command("bash", {
      args: ["-c", curlCommand({ siteUrl: `http://127.0.0.1:${server.addr.port}`, fields })],
      cwd: directory,
      env: { no_proxy: "127.0.0.1" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return await received.promise;
  } finally {
    await server.shutdown();
    await Deno.remove(directory, { recursive: true });
  }
}

const HOSTILE = [
  `It's "the" end; $(rm -rf .) \`id\` $HOME \\ 100%`,
  "two\nlines\n\nand a third",
  "@/etc/passwd",
  "<photo.jpg",
  "a;type=text/html",
  "''''",
  "umlauts äöü, 夜, 🎬",
  "=leading equals & ampersand",
  "-starts with a dash",
];

for (const prompt of HOSTILE) {
  Deno.test(`the command carries ${JSON.stringify(prompt)} as it is`, async () => {
    const received = await run([["model", "wan-2.2"], ["prompt", prompt], ["seed", "0"]]);
    assertEquals(received, [
      ["image", "file photo.jpg"],
      ["model", "wan-2.2"],
      ["prompt", prompt],
      ["seed", "0"],
    ]);
  });
}

Deno.test("without settings the command is one short line", () => {
  assertEquals(
    curlCommand({ siteUrl: "https://lounge.example", fields: [] }),
    "curl -F image=@photo.jpg https://lounge.example/generate",
  );
});

Deno.test("plain values stand without quotes, one a line", () => {
  const command = curlCommand({
    siteUrl: "https://lounge.example",
    fields: [["model", "local-motion"], ["noise", "0.02"]],
  });
  assertEquals(command.split(" \\\n"), [
    "curl -F image=@photo.jpg",
    "  -F model=local-motion",
    "  -F noise=0.02",
    "  https://lounge.example/generate",
  ]);
});

Deno.test("a recipe's fields are those of the form; what was not chosen is left out", () => {
  assertEquals(
    recipeFields({
      model: "m",
      prompt: "",
      seed: 0,
      settings: { fps: 7, loop: false, negative_prompt: "" },
      crop: { x: 0.5, y: 0.25, zoom: 1 },
    }),
    [
      ["model", "m"],
      ["seed", "0"],
      ["fps", "7"],
      ["loop", "false"],
      ["crop_x", "0.5"],
      ["crop_y", "0.25"],
      ["crop_zoom", "1"],
    ],
  );
});

Deno.test("the command goes to the instance it was copied from", () => {
  assertStringIncludes(
    curlCommand({ siteUrl: "http://127.0.0.1:8000", fields: [["seed", "7"]] }),
    " http://127.0.0.1:8000/generate",
  );
});
