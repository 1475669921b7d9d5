import { assertEquals } from "@std/assert";
import { EventStreamParser, type StreamEvent } from "../../../islands/studio/event_stream.ts";

const STREAM = ": hello\r\n\r\n" +
  'event: progress\r\nid: 1\r\ndata: {"stage":"preparing"}\r\n\r\n' +
  "retry: 1000\nevent:progress\ndata: first line\ndata:second line\n\n" +
  "data: nameless\r\r" +
  "event: empty\n\n" +
  "event: done\ndata: {}\n\n";

const EVENTS: StreamEvent[] = [
  { event: "progress", data: '{"stage":"preparing"}' },
  { event: "progress", data: "first line\nsecond line" },
  { event: "message", data: "nameless" },
  { event: "done", data: "{}" },
];

function parse(pieces: string[]): StreamEvent[] {
  const parser = new EventStreamParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

Deno.test("the event stream parser reads a whole stream", () => {
  assertEquals(parse([STREAM]), EVENTS);
});

Deno.test("the event stream parser reads a stream that is cut anywhere", () => {
  for (let cut = 1; cut < STREAM.length; cut++) {
    assertEquals(parse([STREAM.slice(0, cut), STREAM.slice(cut)]), EVENTS, `cut at ${cut}`);
  }
});

Deno.test("the event stream parser reads a stream that comes character by character", () => {
  assertEquals(parse([...STREAM]), EVENTS);
});

Deno.test("an event that the end of the stream cuts off never comes out", () => {
  assertEquals(parse(["event: done\ndata: {}\n"]), []);
});

Deno.test("an event comes out as soon as its empty line is there", () => {
  const parser = new EventStreamParser();
  assertEquals(parser.push("data: 1\n"), []);
  assertEquals(parser.push("\n"), [{ event: "message", data: "1" }]);
});
