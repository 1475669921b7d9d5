import { assert, assertEquals } from "@std/assert";
import type { GenerationView } from "../../../contract/generation.ts";
import { EVENTS, QUEUED, serverView, SUCCEEDED } from "./following_fixtures.ts";
import { follow, type Heard, PlayedServer, settled } from "./played_server.ts";

const LAST = EVENTS.length;

/** Nothing told twice as new, nothing taken back, and the end is the server's own. */
function assertFollowedToTheEnd({ views }: Heard): void {
  const numbers = views.map(({ lastEvent }) => lastEvent);
  assertEquals(numbers, numbers.toSorted((one, other) => one - other), "never backwards");
  assertEquals(views.at(-1), serverView(LAST));
  for (const view of views) {
    if (view !== QUEUED) assertEquals(view, serverView(view.lastEvent));
  }
  assertEquals(views.filter(({ state }) => state === "succeeded").length, 1, "one end");
}

/** Lets event by event happen; `play` delivers each one's view as it likes. */
async function playAll(server: PlayedServer, play: (seq: number) => void): Promise<void> {
  for (let seq = 2; seq <= LAST; seq++) {
    server.happened = seq;
    play(seq);
    await settled();
  }
}

Deno.test("a follower sees every view of an unbroken stream, and fetches only the first", async () => {
  const server = new PlayedServer();
  const { heard, ended } = await follow(server, QUEUED);
  await playAll(server, (seq) => server.deliver(seq));
  await ended;
  assertFollowedToTheEnd(heard);
  assertEquals(
    [...new Set(heard.views.map(({ lastEvent }) => lastEvent))],
    EVENTS.map(({ seq }) => seq),
  );
  assertEquals(server.openStreams, 0, "the stream is closed in the end");
  assertEquals(server.fetches, 1, "for the server's clock");
});

for (const { seq: cut, event } of EVENTS) {
  Deno.test(`a stream that breaks at event ${cut} (${event.type}) loses and repeats nothing`, async (t) => {
    const replays: Record<string, (seq: number) => void> = {
      "and comes back where it broke": () => {},
      "and comes back from the start": (seq) => {
        for (let earlier = 1; earlier < seq; earlier++) server.deliver(earlier);
      },
      "and comes back out of order": (seq) => {
        server.deliver(seq);
        server.deliver(seq - 1);
      },
    };
    let server = new PlayedServer();
    for (const [name, replay] of Object.entries(replays)) {
      await t.step(name, async () => {
        server = new PlayedServer();
        const { heard, ended } = await follow(server, QUEUED);
        await playAll(server, (seq) => {
          if (seq === cut) return server.break();
          if (seq === cut + 1) replay(seq);
          server.deliver(seq);
        });
        await server.pass();
        await ended;
        assertFollowedToTheEnd(heard);
      });
    }
  });

  Deno.test(`a stream that is lost for good at event ${cut} (${event.type}) is replaced by polling`, async () => {
    const server = new PlayedServer();
    const { heard, ended } = await follow(server, QUEUED);
    if (cut === 1) server.break(true);
    await playAll(server, (seq) => seq === cut ? server.break(true) : server.deliver(seq));
    for (let polls = 0; polls < 3; polls++) await server.pass();
    await ended;
    assertFollowedToTheEnd(heard);
    assertEquals(server.openStreams, 0);
  });
}

Deno.test("a stream that breaks again and again is given up for polling, 2 s to 10 s apart", async () => {
  const server = new PlayedServer();
  const { follower } = await follow(server, QUEUED);
  for (let breaks = 0; breaks < 3; breaks++) {
    assertEquals(server.openStreams, 1);
    server.break();
    await settled();
  }
  assertEquals(server.openStreams, 0);
  const rests: number[] = [];
  server.happened = 2;
  for (let polls = 0; polls < 6; polls++) {
    await server.pass();
    rests.push(server.restMs ?? 0);
  }
  assertEquals(rests, [2000, 3000, 4500, 6750, 10_000, 10_000]);
  follower.stop();
});

Deno.test("a stream that is silent for long is not believed, until it speaks again", async () => {
  const server = new PlayedServer();
  const { heard, follower } = await follow(server, QUEUED);
  assertEquals([server.restMs, server.fetches], [15_000, 1]);
  server.happened = 2;
  await server.pass();
  assertEquals([heard.views.at(-1), server.fetches], [serverView(2), 2]);
  server.happened = 3;
  server.deliver(3);
  await settled();
  assertEquals([heard.views.at(-1), server.restMs, server.fetches], [serverView(3), 15_000, 2]);
  follower.stop();
});

Deno.test("a view that changed without an event is shown", async () => {
  const server = new PlayedServer();
  const { heard, follower } = await follow(server, { ...QUEUED, queuePosition: 2 });
  assertEquals(heard.views.at(-1), serverView(QUEUED.lastEvent));
  follower.stop();
});

Deno.test("a view that took the slow way undoes nothing", async () => {
  const server = new PlayedServer();
  const { heard, follower } = await follow(server, QUEUED);
  server.deliver(5);
  server.deliver(4);
  follower.nudge();
  await settled();
  assertEquals([heard.views.at(-1), server.fetches], [serverView(5), 2]);
  follower.stop();
});

Deno.test("a server out of reach is said and tried again, and the generation is found again", async () => {
  const server = new PlayedServer();
  const { heard, ended } = await follow(server, QUEUED);
  server.isDown = true;
  server.break();
  await settled();
  assertEquals(heard.reach.at(-1), false);
  server.isDown = false;
  server.happened = LAST;
  await server.pass();
  await ended;
  assertEquals(heard.reach.at(-1), true);
  assertFollowedToTheEnd(heard);
});

Deno.test("an erased generation is told once and followed no more", async () => {
  const server = new PlayedServer();
  const { heard, follower, ended } = await follow(server, QUEUED);
  server.refusal = { detail: "It was erased.", explanation: "/problems/erased", status: 410 };
  follower.nudge();
  await ended;
  assertEquals(heard.gone, [server.refusal]);
  assertEquals(server.openStreams, 0);
});

Deno.test("too many requests and server faults are no reason to stop", async () => {
  const server = new PlayedServer();
  const { heard, follower } = await follow(server, QUEUED);
  for (const status of [429, 500, 503]) {
    server.refusal = { detail: "Later.", charged: "no", status };
    await server.pass();
  }
  assertEquals(heard.gone, []);
  follower.stop();
});

Deno.test("a generation is followed from its address alone", async () => {
  const server = new PlayedServer();
  server.happened = 5;
  const { heard, follower } = await follow(server);
  assertEquals(heard.views.at(-1), serverView(5));
  follower.stop();
});

Deno.test("after stop nothing is told any more", async () => {
  const server = new PlayedServer();
  const { heard, follower, ended } = await follow(server, QUEUED);
  const count = heard.views.length;
  follower.stop();
  server.happened = 2;
  server.deliver(2);
  await ended;
  assertEquals(heard.views.length, count);
});

Deno.test("one that has ended before is looked at once", async () => {
  const server = new PlayedServer();
  server.happened = LAST;
  const known: GenerationView = { ...SUCCEEDED, lastEvent: LAST };
  const { ended } = await follow(server, known);
  await ended;
  assert(server.fetches === 1);
});
