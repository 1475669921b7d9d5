import { assertEquals } from "@std/assert";
import { requestGeneration } from "../../../islands/studio/generation_request.ts";
import { PICTURE, PROBLEM, PROGRESS, RESULT } from "./studio_fixtures.ts";

/** A request whose progress the test plays; only what the studio touches. */
class PlayedRequest extends EventTarget {
  readonly upload: { onprogress?: (event: unknown) => void; onload?: () => void } = {};
  onprogress?: () => void;
  onload?: () => void;
  onerror?: () => void;
  status = 0;
  responseText = "";
  sent: unknown;
  readonly headers: Record<string, string> = {};
  isAborted = false;

  open(method: string, url: string): void {
    this.headers[":line"] = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(body: unknown): void {
    this.sent = body;
  }
  abort(): void {
    this.isAborted = true;
  }
  receive(text: string): void {
    this.status = 200;
    this.responseText += text;
    this.onprogress?.();
  }
}

function start() {
  const played = new PlayedRequest();
  const heard: unknown[] = [];
  const request = requestGeneration(PICTURE.file, {
    onUpload: (percent) => heard.push(percent),
    onProgress: (progress) => heard.push(progress),
    onDone: (result) => heard.push(result),
    onFault: (fault) => heard.push(fault),
  }, played as unknown as XMLHttpRequest);
  return { played, heard, request };
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

Deno.test("the studio posts the picture as the form field image and asks for events", () => {
  const { played } = start();
  assertEquals(played.headers, { ":line": "POST /generate", Accept: "text/event-stream" });
  assertEquals(played.sent instanceof FormData && played.sent.get("image"), PICTURE.file);
});

Deno.test("the studio hears the upload, the progress and the result, each once", () => {
  const { played, heard } = start();
  played.upload.onprogress?.({ loaded: 42, total: 100 });
  played.upload.onload?.();
  const stream = event("progress", PROGRESS) + event("done", RESULT);
  played.receive(stream.slice(0, 30));
  played.receive(stream.slice(30));
  played.onload?.();
  assertEquals(heard, [42, 100, PROGRESS, RESULT]);
});

Deno.test("a problem in the stream is a fault with its explanation", () => {
  const { played, heard } = start();
  played.receive(event("problem", PROBLEM));
  played.onload?.();
  assertEquals(heard, [
    { detail: PROBLEM.detail, explanation: "/problems/image-unreadable" },
  ]);
});

Deno.test("a refusal before the stream is read from its problem document", () => {
  const { played, heard } = start();
  Object.assign(played, { status: 422, responseText: JSON.stringify(PROBLEM) });
  played.onprogress?.();
  played.onload?.();
  assertEquals(heard, [
    { detail: PROBLEM.detail, explanation: "/problems/image-unreadable" },
  ]);
});

Deno.test("an answer that is no problem document becomes a general sentence", () => {
  const { played, heard } = start();
  Object.assign(played, { status: 502, responseText: "<html>Bad gateway</html>" });
  played.onload?.();
  assertEquals(heard, [{
    detail: "The server answered with status 502. Try again in a minute.",
    charged: "unknown",
  }]);
});

Deno.test("a stream that ends without an outcome is a fault", () => {
  const { played, heard } = start();
  played.receive(event("progress", PROGRESS));
  played.onload?.();
  assertEquals(heard.length, 2);
  assertEquals((heard[1] as { charged: string }).charged, "unknown");
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

Deno.test("after an abort nothing is heard any more", () => {
  const { played, heard, request } = start();
  request.abort();
  assertEquals(played.isAborted, true);
  played.receive(event("done", RESULT));
  played.onload?.();
  played.onerror?.();
  assertEquals(heard, []);
});
