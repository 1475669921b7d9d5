import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { validate } from "@std/uuid/v4";
import type { Fault } from "../../../islands/following/fault.ts";
import { AttemptKey } from "../../../islands/studio/without_cookies.ts";
import { entriesOf } from "../../../islands/studio/use_generations.ts";
import { uploadPictures } from "../../../islands/studio/submission.ts";
import type { AcceptedGeneration } from "../../../contract/generation.ts";
import { ID, PROBLEM } from "../following/following_fixtures.ts";
import { PICTURE, SECOND } from "./studio_fixtures.ts";

const ACCEPTED: AcceptedGeneration = {
  id: ID,
  state: "queued",
  page: `/v/${ID}`,
  status: `/v/${ID}?key=k`,
  events: `/v/${ID}/events?key=k`,
  kind: "created",
};

/** A request whose progress the test plays; only what the studio touches. */
class PlayedRequest {
  readonly upload: { onprogress?: (event: unknown) => void; onload?: () => void } = {};
  onload?: () => void;
  onerror?: () => void;
  status = 0;
  responseText = "";
  sent = new FormData();
  readonly headers: Record<string, string> = {};
  isAborted = false;

  open(method: string, url: string): void {
    this.headers[":line"] = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(body: FormData): void {
    this.sent = body;
  }
  abort(): void {
    this.isAborted = true;
  }
  answer(status: number, body: unknown): void {
    Object.assign(this, {
      status,
      responseText: typeof body === "string" ? body : JSON.stringify(body),
    });
    this.onload?.();
  }
}

function start(settings: Parameters<typeof uploadPictures>[1] = {
  fields: [],
  isFresh: false,
}) {
  const played = new PlayedRequest();
  const heard: unknown[] = [];
  const stop = uploadPictures([PICTURE.file, SECOND.file], settings, {
    onUpload: (percent) => heard.push(percent),
    onAccepted: (accepted) => heard.push(accepted),
    onFault: (fault) => heard.push(fault),
  }, played as unknown as XMLHttpRequest);
  return { played, heard, stop };
}

Deno.test("the studio posts each picture as a field image and asks for an answer at once", () => {
  const { played } = start();
  assertEquals(played.headers, {
    ":line": "POST /generate",
    Accept: "application/json",
    Prefer: "respond-async",
  });
  assertEquals([...played.sent.keys()], ["image", "image"]);
  assertEquals(played.sent.getAll("image"), [PICTURE.file, SECOND.file]);
});

Deno.test("the form's fields and the wish for a new video travel with the pictures in the studio", () => {
  const fields = [["model", "local-motion"], ["loop", "true"]] as const;
  const { played } = start({ fields, isFresh: true });
  assertEquals([...played.sent].map(([name, value]) => [name, value]), [
    ["model", "local-motion"],
    ["loop", "true"],
    ["cache", "off"],
    ["image", PICTURE.file],
    ["image", SECOND.file],
  ]);
});

Deno.test("the studio hears the upload and then the page of the generation", () => {
  const { played, heard } = start();
  played.upload.onprogress?.({ loaded: 42, total: 100 });
  played.upload.onload?.();
  played.answer(202, ACCEPTED);
  assertEquals(heard, [42, 100, {
    kind: "one",
    generation: { page: ACCEPTED.page, status: ACCEPTED.status },
  }]);
});

Deno.test("several pictures are several generations, and a bad one does not spoil the rest", () => {
  const { played, heard } = start();
  played.answer(202, { batch: "b", generations: [ACCEPTED, PROBLEM] });
  const accepted = { kind: "several", batch: "b", generations: [ACCEPTED, PROBLEM] } as const;
  assertEquals(heard, [accepted]);
  const { page, status } = ACCEPTED;
  const pictures = [PICTURE, SECOND];
  const [keyed] = entriesOf(accepted, { pictures, hasLibrary: false });
  assertEquals(keyed, { name: "photo.jpg", page, address: status });
  assertEquals(entriesOf(accepted, { pictures, hasLibrary: true }), [
    { name: "photo.jpg", page, address: page },
    {
      name: "second.jpg",
      fault: {
        detail: PROBLEM.detail,
        charged: "no",
        explanation: PROBLEM.type,
        status: 502,
        next: PROBLEM.next,
      },
    },
  ]);
});

Deno.test("a refusal is read from its problem document", () => {
  const { played, heard } = start();
  played.answer(422, PROBLEM);
  assertEquals((heard[0] as { detail: string }).detail, PROBLEM.detail);
});

Deno.test("an answer that is not the lounge's own leaves open whether the picture arrived", () => {
  for (
    const [status, body] of [[200, "<html>"], [200, "{}"], [404, "<html>"], [504, "null"]] as const
  ) {
    const { played, heard } = start();
    played.answer(status, body);
    const [fault] = heard as Fault[];
    assertMatch(fault?.detail ?? "", new RegExp(`status ${status}.*nobody can tell.*library`));
    assertEquals([fault?.charged, fault?.next?.kind], ["unknown", "try-again"]);
  }
});

Deno.test("a proxy's limit on uploads is told as the proxy's, with the setting that lifts it", () => {
  const { played, heard } = start();
  played.answer(413, "<html><center><h1>413 Request Entity Too Large</h1></center></html>");
  const [fault] = heard as Fault[];
  assertMatch(
    fault?.detail ?? "",
    /server in front of this one.*nothing arrived.*client_max_body_size/,
  );
  assertEquals([fault?.charged, fault?.next?.kind], ["no", "choose-picture"]);
});

Deno.test("where an attempt has a key, trying again is safe and called so", () => {
  const { played, heard } = start({ fields: [], isFresh: false, attemptKey: "key" });
  played.upload.onload?.();
  played.onerror?.();
  played.answer(504, "");
  for (const { detail } of heard.slice(1) as Fault[]) assertMatch(detail, /not made twice/);
  assertEquals(heard.length, 3);
});

Deno.test("the key of an attempt is sent along where there is one", () => {
  const { played } = start({ fields: [], isFresh: false, attemptKey: "key" });
  assertEquals(played.headers["Idempotency-Key"], "key");
});

Deno.test("a repeated attempt keeps its key; other pictures, settings and a next one get their own", () => {
  const attempt = new AttemptKey();
  const key = attempt.of([PICTURE.file], { seed: 1 });
  assert(validate(key), key);
  assertEquals(attempt.of([PICTURE.file], { seed: 1 }), key);
  assertNotEquals(attempt.of([PICTURE.file], { seed: 2 }), key);
  assertNotEquals(attempt.of([SECOND.file], { seed: 2 }), key);
  const last = attempt.of([PICTURE.file], { seed: 1 });
  attempt.settle();
  assertNotEquals(attempt.of([PICTURE.file], { seed: 1 }), last);
});

Deno.test("a broken connection is surely free of charge only while the upload was incomplete", () => {
  const early = start();
  early.played.onerror?.();
  assertEquals((early.heard[0] as { charged: string }).charged, "no");

  const late = start();
  late.played.upload.onload?.();
  late.played.onerror?.();
  assertEquals((late.heard[1] as { charged: string }).charged, "unknown");
});

Deno.test("a stopped submission is aborted", () => {
  const { played, stop } = start();
  stop();
  assertEquals(played.isAborted, true);
});
