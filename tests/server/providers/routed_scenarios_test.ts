import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { LoungeError } from "../../../server/errors.ts";
import { failureSentence } from "../../../server/wording/failure_words.ts";
import { QUEUE_SCENARIOS } from "../../fakes/queue_scenarios.ts";
import { openScenario, type RoutedHarness, TOKEN, VIDEO } from "./routed_harness.ts";

const PLAYED = [...QUEUE_SCENARIOS].filter(([, { expected, outlastsDeadline }]) =>
  expected.state !== "canceled" && !outlastsDeadline
);

for (const [name, { expected, needsManualClock }] of PLAYED) {
  const words = expected.code === undefined
    ? "brings the video"
    : `is reported as ${expected.code}`;
  Deno.test(`${name} ${words}`, async () => {
    await using harness = openScenario(name);
    const ended = harness.ending();
    if (needsManualClock) await passTime(harness, name);
    const { error, ...ending } = await ended;
    assertEquals(ending, { ...expected }, error && Deno.inspect(error));
    assertEquals(harness.fake.leaks, []);
    assertEquals(harness.clock.pending, 0);
    for (const { path, headers } of harness.fake.requests) {
      const isTokensPlace = /^\/(router|hub)\//.test(path) && !path.includes("elsewhere");
      assert(isTokensPlace || !Deno.inspect([...headers]).includes(TOKEN), path);
    }
    if (!error) return;
    assertIsPlainSentence(error);
    assertNotLeaked(error);
  });
}

const ENDLESS = [...QUEUE_SCENARIOS].filter(([, { outlastsDeadline }]) => outlastsDeadline);
const MANY_LOOKS = 200;

for (const [name] of ENDLESS) {
  Deno.test(`${name} is followed until somebody ends it`, async () => {
    let asks = 0;
    await using harness = openScenario(name, {
      fetch: (input, init) => {
        if (++asks === MANY_LOOKS) harness.controller.abort();
        return fetch(input, init);
      },
    });
    await assertRejects(harness.video);
    assertEquals(asks, MANY_LOOKS);
  });
}

Deno.test("a video of each provider arrives byte for byte", async () => {
  for (const name of ["fal-video", "wavespeed-video", "together-video", "fal-video-inline"]) {
    await using harness = openScenario(name);
    assertEquals(await harness.video(), VIDEO);
  }
});

/** Number of the request that is never answered; the first asks the Hub. */
const SILENT: Readonly<Record<string, number>> = {
  "submit-silent": 2,
  "silent-poll": 3,
  "fal-video-cdn-silent-once": 6,
  "video-cdn-silent-once": 5,
};

/** Lets a silent provider be silent until this server's deadline. */
async function passTime({ fake, clock }: RoutedHarness, name: string): Promise<void> {
  const number = SILENT[name] ?? SILENT[name.replace(/^[a-z]+-/, "")];
  assert(number !== undefined, name);
  await fake.request(number);
  clock.advance(120_000);
}

function assertIsPlainSentence(error: LoungeError): void {
  const sentence = failureSentence(error, { audience: "guest", charged: error.charged });
  assertMatch(sentence, /^[A-Z].*\. (Nothing was|It was|It may have been) charged\..*\.$/);
  assert(!/[{}<>[\]`"\\]|https?:|CUDA|nginx|HIBERNATING|signed-/.test(sentence), sentence);
  assert(sentence.length <= 240, `${sentence.length} characters: ${sentence}`);
}

/** Neither the token nor what opens the video may stand in an error: errors go into the log. */
function assertNotLeaked(error: LoungeError): void {
  const all = [Deno.inspect(error, { depth: 10 }), JSON.stringify(error)];
  for (let part: unknown = error; part instanceof Error; part = part.cause) {
    all.push(part.message, part.stack ?? "", JSON.stringify(part));
  }
  for (const secret of [TOKEN, "signed-", "/cdn/"]) {
    assert(!all.join("\n").includes(secret), `${secret} is in the error.`);
  }
}
