import { assertEquals } from "@std/assert";
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
  assertEquals(heard, [42, 100, { kind: "one", page: ACCEPTED.page }]);
});

Deno.test("several pictures are several generations, and a bad one does not spoil the rest", () => {
  const { played, heard } = start();
  played.answer(202, { batch: "b", generations: [ACCEPTED, PROBLEM] });
  const accepted = { kind: "several", batch: "b", generations: [ACCEPTED, PROBLEM] } as const;
  assertEquals(heard, [accepted]);
  assertEquals(entriesOf(accepted, [PICTURE, SECOND]), [
    { name: "photo.jpg", page: ACCEPTED.page },
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

Deno.test("an answer that makes no sense becomes a general sentence", () => {
  for (const body of ["<html>", "null", "{}"]) {
    const { played, heard } = start();
    played.answer(200, body);
    assertEquals(heard, [{
      detail: "The server answered with status 200. Try again in a minute.",
      charged: "unknown",
      status: 200,
      next: { kind: "try-again", text: "Try again" },
    }]);
  }
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
