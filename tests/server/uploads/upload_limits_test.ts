import { assertEquals, assertThrows } from "@std/assert";
import { HeaderedError } from "../../../server/protocol/error_headers.ts";
import { UploadLimits } from "../../../server/uploads/upload_limits.ts";
import { assertProblem, cookieOf, postPicture } from "../../generate_client.ts";
import { startLounge } from "../../lounge.ts";
import { drawPicture } from "../../pictures.ts";

function startLimits(allowance: { readonly atOnce: number; readonly perMinute: number }) {
  const clock = { now: 0 };
  return { limits: new UploadLimits(allowance, () => clock.now), clock };
}

function refusalOf(limits: UploadLimits, line = "x"): HeaderedError {
  return assertThrows(() => limits.begin(line), HeaderedError);
}

Deno.test("one address sends only so many uploads at once; others do not wait for it", () => {
  const { limits } = startLimits({ atOnce: 2, perMinute: 0 });
  const places = [limits.begin("x"), limits.begin("x")];
  const refusal = refusalOf(limits);
  assertEquals([refusal.code, refusal.retryAfterSeconds], ["too-many-uploads", 5]);
  assertEquals(refusal.headers["ratelimit"], '"uploads-at-once";r=0;t=5');
  limits.begin("y")[Symbol.dispose]();
  places[0]?.[Symbol.dispose]();
  places[0]?.[Symbol.dispose]();
  limits.begin("x");
  refusalOf(limits);
});

Deno.test("pictures count for a minute, those of one form all together", () => {
  const { limits, clock } = startLimits({ atOnce: 0, perMinute: 30 });
  const headers = new Headers();
  {
    using place = limits.begin("x");
    place.count(29);
    place.tell(headers);
  }
  assertEquals(headers.get("ratelimit-policy"), '"uploads";q=30;w=60');
  assertEquals(headers.get("ratelimit"), '"uploads";r=1;t=58');
  limits.begin("x")[Symbol.dispose]();
  assertEquals(refusalOf(limits).retryAfterSeconds, 2);
  clock.now = 2000;
  limits.begin("x")[Symbol.dispose]();
  clock.now = 62_001;
  limits.begin("y")[Symbol.dispose]();
  assertEquals(limits.size, 1);
});

Deno.test("without cookies one address gets thirty uploads a minute, and the next visitor their turn", async () => {
  const lounge = await startLounge({
    UPLOADS_PER_MINUTE_PER_ADDRESS: "30",
    MAX_QUEUED_PER_VISITOR: "20",
    MAX_RUNNING_GENERATIONS: "1",
    TRUSTED_PROXIES: "loopback",
  });
  await using _ = lounge;
  const picture = await drawPicture();
  const send = (client: string, headers: HeadersInit = {}) =>
    postPicture(lounge, {
      picture,
      headers: { ...headers, prefer: "respond-async", "x-forwarded-for": client },
    });
  // What an address may send grows while it sends, and its own queue is full before.
  const isLimited = ({ headers }: Response) =>
    headers.get("ratelimit-policy")?.startsWith('"uploads"') === true;
  let refused = await send("192.0.2.1");
  for (let upload = 0; upload < 60 && (refused.ok || !isLimited(refused)); upload++) {
    await refused.body?.cancel();
    refused = await send("192.0.2.1");
  }
  assertEquals(refused.headers.get("ratelimit-policy"), '"uploads";q=30;w=60');
  await assertProblem(refused, { status: 429, code: "too-many-uploads" });
  const honest = await send("192.0.2.77");
  const { page } = await honest.json();
  const view = await fetch(lounge.url + page, {
    headers: { accept: "application/json", ...cookieOf(honest) },
  });
  const { position = 1 } = await view.json();
  assertEquals(position <= 2, true, `place ${position}`);
});

Deno.test("a refusal of the whole queue says when to come back", async () => {
  await using lounge = await startLounge({ MAX_QUEUED: "1", MAX_RUNNING_GENERATIONS: "1" });
  const picture = await drawPicture();
  const codes: string[] = [];
  for (let upload = 0; upload < 4; upload++) {
    const response = await postPicture(lounge, { picture, headers: { prefer: "respond-async" } });
    const { code = "accepted" } = await response.json();
    codes.push(code);
    if (code === "accepted") continue;
    assertEquals(response.status, 503);
    assertEquals(Number(response.headers.get("retry-after")) > 0, true);
  }
  assertEquals(codes.includes("whole-queue-full"), true, codes.join());
});
