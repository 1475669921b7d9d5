import { assert, assertEquals } from "@std/assert";
import type { Session } from "../../../server/visitors/locked_values.ts";
import { SessionRefresh } from "../../../server/visitors/session_refresh.ts";
import type { SignIn } from "../../../server/visitors/sign_in.ts";
import { signInUnavailable } from "../../../server/visitors/sign_in_failures.ts";

const MINUTE = 60_000;

function harness(refresh: (token: string) => ReturnType<SignIn["refresh"]>) {
  const time = { now: 0 };
  const waits: number[] = [];
  const asked: string[] = [];
  const sessions = new SessionRefresh({
    refresh: (token) => {
      asked.push(token);
      return refresh(token);
    },
  }, {
    now: () => time.now,
    after(ms, action) {
      waits.push(ms);
      const timer = setTimeout(action);
      return () => clearTimeout(timer);
    },
  });
  return { time, waits, asked, sessions };
}

function session(changes: Partial<Session> = {}): Session {
  return {
    ...{ issuer: "https://provider.example", subject: "ada", name: "ada", libraryId: "library" },
    ...{ accessToken: "old", tokenExpiresAt: 60 * MINUTE, refreshToken: "refresh" },
    ...changes,
  };
}

const renewed = () =>
  Promise.resolve({ accessToken: "new", tokenExpiresAt: 120 * MINUTE, refreshToken: "next" });

Deno.test("a token with time left is left alone, and one without a refresh token has to be", async () => {
  const { sessions, asked, time } = harness(renewed);
  const fresh = session();
  assert(await sessions.renew(fresh) === fresh);
  time.now = 70 * MINUTE;
  const { refreshToken: _none, ...bare } = session();
  assert(await sessions.renew(bare) === bare);
  assertEquals(asked, []);
});

Deno.test("requests that come together share one renewal, and so do those with the old cookie after it", async () => {
  const { sessions, asked, time } = harness(renewed);
  time.now = 57 * MINUTE;
  const both = await Promise.all([sessions.renew(session()), sessions.renew(session())]);
  both.push(await sessions.renew(session()));
  assertEquals(both.map(({ accessToken }) => accessToken), ["new", "new", "new"]);
  assertEquals(both[0]?.libraryId, "library");
  assertEquals(asked, ["refresh"]);
  time.now = 115 * MINUTE - 1;
  assertEquals(
    (await sessions.renew(session())).accessToken,
    "new",
    "a lost cookie ends the session",
  );
  assertEquals(asked, ["refresh"]);
  time.now += 1;
  await sessions.renew(session());
  assertEquals(asked.length, 2, "an outcome is kept for ever");
});

Deno.test("a refresh token that has ended is dropped; a provider that is down is asked again later", async () => {
  const ended = harness(() => Promise.resolve("ended"));
  ended.time.now = 57 * MINUTE;
  assertEquals((await ended.sessions.renew(session())).refreshToken, undefined);
  const down = harness(() => Promise.reject(signInUnavailable()));
  down.time.now = 57 * MINUTE;
  assertEquals(await down.sessions.renew(session()), session());
  down.time.now += 2 * MINUTE;
  await down.sessions.renew(session());
  assertEquals(down.asked.length, 2);
});

Deno.test("nobody waits for a provider that is silent while the old token lasts, and not long after it", async () => {
  const answer = Promise.withResolvers<Awaited<ReturnType<typeof renewed>>>();
  const { sessions, time, waits, asked } = harness(() => answer.promise);
  const old = session();
  time.now = 57 * MINUTE;
  assert(await sessions.renew(old) === old);
  time.now = 61 * MINUTE;
  assert(await sessions.renew(old) === old);
  assertEquals([waits[0], (waits[1] ?? Infinity) <= 2000], [0, true]);
  answer.resolve(await renewed());
  assertEquals((await sessions.renew(old)).accessToken, "new", "what came later was lost");
  assertEquals(asked, ["refresh"]);
});
