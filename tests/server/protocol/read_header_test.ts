import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "npm:fast-check@^4.10.2";
import { join } from "node:path";
import { guardRequests } from "../../../server/problems/request_guard.ts";
import { LoungeError } from "../../../server/errors.ts";
import { READ_HEADERS } from "../../../server/protocol/read_header.ts";
import { assertProblem } from "../../generate_client.ts";
import { listFiles, ROOT } from "../../source_files.ts";
import { HEADER_PARSERS, TEXT_PARSERS } from "./header_parsers.ts";

const LONG = 64 * 1024;
const MAX_MS = 50;
/** Separators, what regular expressions stumble over, and what a parser counts or joins. */
const PIECES = [
  ...' \t,;="\\/*-:.',
  '"a",',
  'W/"a" ',
  "a=1; ",
  "0-,",
  "a/b;q=0.1,",
  '\\"',
  "9",
  "é",
];
/** A beginning leads a parser to where it repeats itself, an ending fails it as late as can be. */
const BEGINNINGS: readonly string[] = ["", "a", "bytes=0", "respond-async, a", 'a/b;c="'];
const ENDINGS = ["", "x"];

/** The fastest of three: what else the machine does is not the parser's fault. */
async function fastestMs(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await faultless(run);
    times.push(performance.now() - start);
    if ((times.at(-1) ?? 0) < MAX_MS) break;
  }
  return Math.min(...times);
}

/** A refusal is an answer; anything else that is thrown fails the test. */
async function faultless(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof LoungeError)) throw error;
  }
}

function* hostileTexts(length: number, endings = ENDINGS): Generator<string> {
  for (const beginning of BEGINNINGS) {
    for (const piece of PIECES) {
      const middle = piece.repeat(Math.ceil(length / piece.length));
      for (const ending of endings) {
        yield beginning + middle.slice(0, length - beginning.length - ending.length) + ending;
      }
    }
  }
}

for (const name of READ_HEADERS) {
  Deno.test(`64 KB of separators in ${name} are read in under ${MAX_MS} ms`, async () => {
    const parse = HEADER_PARSERS[name];
    // The longest that its parser ever sees, and what is longer than that.
    const longest = name === "cookie" ? 16 * 1024 : 1024;
    for (const text of [...hostileTexts(longest), ...hostileTexts(LONG, ["x"])]) {
      const ms = await fastestMs(() => parse(new Headers({ [name]: latin1(text) })));
      assertLess(ms, MAX_MS, `${text.length}: ${text.slice(0, 20)}…${text.slice(-5)}`);
    }
  });
}

for (const [name, parse] of Object.entries(TEXT_PARSERS)) {
  Deno.test(`${name} is linear by itself`, async () => {
    for (const text of hostileTexts(LONG, ["x"])) {
      const ms = await fastestMs(() => parse(text));
      assertLess(ms, MAX_MS, `${text.slice(0, 20)}…${text.slice(-5)}`);
    }
  });
}

Deno.test("whatever a header holds, its parser gives an answer or a refusal", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary-ascii", maxLength: 200 }),
    fc.array(fc.constantFrom(...PIECES, ...BEGINNINGS, ...ENDINGS, "a", "0", "=", "wait"), {
      maxLength: 60,
    }).map((pieces) => pieces.join("")),
  );
  const runs = Number(Deno.env.get("FUZZ_RUNS") ?? 500);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...READ_HEADERS), text, async (name, value) => {
      await faultless(() => HEADER_PARSERS[name](new Headers({ [name]: latin1(value) })));
      for (const parse of Object.values(TEXT_PARSERS)) await faultless(() => parse(value));
    }),
    { numRuns: runs },
  );
});

/** Header values are bytes, and Deno refuses line ends and zeros in them. */
function latin1(text: string): string {
  return text.replaceAll(/[\0\r\n]/g, " ");
}

for (const name of READ_HEADERS) {
  Deno.test(`a request with 64 KB in ${name} is refused by that header's name`, async () => {
    const handle = guardRequests(() => Promise.resolve(new Response()), {
      observer: { refused() {}, faulted() {} },
      config: { SITE_URL: undefined, ALLOWED_HOSTS: [], TRUSTED_PROXIES: [] },
    });
    const request = new Request("http://lounge/generate", {
      headers: { [name]: "x".repeat(LONG) },
    });
    const problem = await assertProblem(await handle(request), {
      status: 431,
      code: "header-too-long",
    });
    assert(name === "cookie" || problem.detail.includes(name), problem.detail);
  });
}

Deno.test("headers from outside are read in one place, which bounds them", () => {
  /** What stands here reads an answer of this server itself. */
  const ownAnswers = [
    "server/app.ts",
    "server/problems/request_guard.ts",
    "server/serving/compression.ts",
    "server/serving/kept_page.ts",
    "server/visitors/answer_cookies.ts",
  ];
  const readers = listFiles().filter((path) =>
    /^(server|routes|main\.ts)/.test(path) && /\.tsx?$/.test(path) &&
    /[hH]eaders\s*\.get\(/.test(Deno.readTextFileSync(join(ROOT, path)))
  );
  assertEquals(readers.sort(), [...ownAnswers, "server/protocol/read_header.ts"].sort());
  for (const path of ownAnswers) {
    const source = Deno.readTextFileSync(join(ROOT, path));
    assertEquals(/\breq(uest)?\.headers\.get\(/.test(source), false, path);
  }
});
