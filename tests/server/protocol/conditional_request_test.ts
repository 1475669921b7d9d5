import { assertEquals } from "@std/assert";
import {
  decideFileAnswer,
  type FileDecision,
  type Representation,
} from "../../../server/protocol/conditional_request.ts";

const FILE: Representation = {
  size: 1000,
  etag: '"ours"',
  modified: new Date("2026-01-02T03:04:05.678Z"),
};
const SAME = "Fri, 02 Jan 2026 03:04:05 GMT";
const EARLIER = "Fri, 02 Jan 2026 03:04:04 GMT";
const LATER = "Fri, 02 Jan 2026 03:04:06 GMT";

const WHOLE: FileDecision = { kind: "whole" };
const KNOWN: FileDecision = { kind: "not-modified" };
const FAILED: FileDecision = { kind: "precondition-failed" };
const NO_RANGE: FileDecision = { kind: "range-not-satisfiable" };
const PART: FileDecision = { kind: "range", range: { start: 0, end: 9 } };
const PARTS: FileDecision = {
  kind: "ranges",
  ranges: [{ start: 0, end: 9 }, { start: 20, end: 29 }],
};

type Rule = readonly [rule: string, headers: Record<string, string>, decision: FileDecision];

const CONDITIONS: readonly Rule[] = [
  ["no condition", {}, WHOLE],

  ["13.1.1 If-Match with our tag", { "if-match": '"ours"' }, WHOLE],
  ["13.1.1 If-Match with our tag among others", { "if-match": '"a,b" , "ours"' }, WHOLE],
  ["13.1.1 If-Match *", { "if-match": "*" }, WHOLE],
  ["13.1.1 If-Match with another tag", { "if-match": '"theirs"' }, FAILED],
  ["13.1.1 If-Match compares strongly", { "if-match": 'W/"ours"' }, FAILED],
  ["13.1.1 If-Match without quotes names nothing", { "if-match": "ours" }, FAILED],
  ["13.1.1 If-Match never matches inside another tag", { "if-match": '"x,"ours",y"' }, FAILED],
  ["13.1.1 If-Match with * in a list names nothing", { "if-match": '*, "theirs"' }, FAILED],

  ["13.1.2 If-None-Match with our tag", { "if-none-match": '"ours"' }, KNOWN],
  ["13.1.2 If-None-Match compares weakly", { "if-none-match": 'W/"ours"' }, KNOWN],
  ["13.1.2 If-None-Match with our tag in a list", { "if-none-match": '"a",,W/"ours"' }, KNOWN],
  ["13.1.2 If-None-Match *", { "if-none-match": "*" }, KNOWN],
  ["13.1.2 If-None-Match with another tag", { "if-none-match": '"theirs"' }, WHOLE],
  ["13.1.2 If-None-Match tags have letter case", { "if-none-match": '"OURS"' }, WHOLE],
  ["13.1.2 If-None-Match with a syntax error", { "if-none-match": '"ours' }, WHOLE],
  ["13.1.2 If-None-Match that is empty", { "if-none-match": "" }, WHOLE],

  ["13.1.3 If-Modified-Since our date", { "if-modified-since": SAME }, KNOWN],
  ["13.1.3 If-Modified-Since a later date", { "if-modified-since": LATER }, KNOWN],
  ["13.1.3 If-Modified-Since an earlier date", { "if-modified-since": EARLIER }, WHOLE],
  ["13.1.3 If-Modified-Since no date is ignored", { "if-modified-since": "yesterday" }, WHOLE],
  ["13.1.3 If-Modified-Since in the RFC 850 form", {
    "if-modified-since": "Friday, 02-Jan-26 03:04:05 GMT",
  }, KNOWN],

  ["13.1.4 If-Unmodified-Since our date", { "if-unmodified-since": SAME }, WHOLE],
  ["13.1.4 If-Unmodified-Since a later date", { "if-unmodified-since": LATER }, WHOLE],
  ["13.1.4 If-Unmodified-Since an earlier date", { "if-unmodified-since": EARLIER }, FAILED],
  ["13.1.4 If-Unmodified-Since no date is ignored", { "if-unmodified-since": "0" }, WHOLE],

  ["13.2.2 If-Match outranks If-Unmodified-Since", {
    "if-match": '"ours"',
    "if-unmodified-since": EARLIER,
  }, WHOLE],
  ["13.2.2 If-None-Match outranks If-Modified-Since, new tag", {
    "if-none-match": '"theirs"',
    "if-modified-since": LATER,
  }, WHOLE],
  ["13.2.2 If-None-Match outranks If-Modified-Since, known tag", {
    "if-none-match": '"ours"',
    "if-modified-since": EARLIER,
  }, KNOWN],
  ["13.2.2 If-Match fails before If-None-Match is asked", {
    "if-match": '"theirs"',
    "if-none-match": '"ours"',
  }, FAILED],
  ["13.2.2 If-Unmodified-Since fails before If-None-Match is asked", {
    "if-unmodified-since": EARLIER,
    "if-none-match": '"ours"',
  }, FAILED],
  ["13.2.2 If-Match holds, then If-None-Match decides", {
    "if-match": '"ours"',
    "if-none-match": '"ours"',
  }, KNOWN],
];

const RANGES: readonly Rule[] = [
  ["14.2 one range", { range: "bytes=0-9" }, PART],
  ["14.2 several ranges", { range: "bytes=0-9,20-29" }, PARTS],
  ["14.2 one satisfiable of several is a single part", { range: "bytes=0-9,2000-" }, PART],
  ["14.2 no satisfiable range", { range: "bytes=1000-" }, NO_RANGE],
  ["14.2 a syntax error is ignored", { range: "bytes=9-0" }, WHOLE],
  ["14.2 an unknown unit is ignored", { range: "frames=0-9" }, WHOLE],
  ["13.2.2 a condition fails before the range", {
    range: "bytes=0-9",
    "if-match": '"theirs"',
  }, FAILED],
  ["13.2.2 a known file outranks the range", {
    range: "bytes=0-9",
    "if-none-match": '"ours"',
  }, KNOWN],
  ["13.2.2 a known file outranks an unsatisfiable range", {
    range: "bytes=1000-",
    "if-modified-since": SAME,
  }, KNOWN],
  ["13.2.2 a condition that holds leaves the range", {
    range: "bytes=0-9",
    "if-match": '"ours"',
    "if-none-match": '"theirs"',
  }, PART],
  ["13.1.5 If-Range with our tag", { range: "bytes=0-9", "if-range": '"ours"' }, PART],
  ["13.1.5 If-Range with another tag", { range: "bytes=0-9", "if-range": '"theirs"' }, WHOLE],
  ["13.1.5 If-Range never takes a weak tag", { range: "bytes=0-9", "if-range": 'W/"ours"' }, WHOLE],
  ["13.1.5 If-Range with our date", { range: "bytes=0-9", "if-range": SAME }, PART],
  ["13.1.5 If-Range with a later date", { range: "bytes=0-9", "if-range": LATER }, WHOLE],
  ["13.1.5 If-Range with an earlier date", { range: "bytes=0-9", "if-range": EARLIER }, WHOLE],
  ["13.1.5 If-Range with neither", { range: "bytes=0-9", "if-range": "ours" }, WHOLE],
  ["13.1.5 If-Range that fails hides an unsatisfiable range", {
    range: "bytes=1000-",
    "if-range": '"theirs"',
  }, WHOLE],
  ["13.1.5 If-Range that holds leaves it unsatisfiable", {
    range: "bytes=1000-",
    "if-range": '"ours"',
  }, NO_RANGE],
  ["13.1.5 If-Range without Range is ignored", { "if-range": '"theirs"' }, WHOLE],
];

for (const [rule, headers, decision] of CONDITIONS) {
  for (const method of ["GET", "HEAD"]) {
    Deno.test(`decideFileAnswer() follows ${rule} (${method})`, () => {
      assertEquals(decideFileAnswer({ method, headers: new Headers(headers) }, FILE), decision);
    });
  }
}

for (const [rule, headers, decision] of RANGES) {
  Deno.test(`decideFileAnswer() follows ${rule}`, () => {
    const request = { method: "GET", headers: new Headers(headers) };
    assertEquals(decideFileAnswer(request, FILE), decision);
  });
}

Deno.test("decideFileAnswer() ignores ranges of HEAD (14.2)", () => {
  for (const range of ["bytes=0-9", "bytes=1000-"]) {
    const request = { method: "HEAD", headers: new Headers({ range }) };
    assertEquals(decideFileAnswer(request, FILE), WHOLE);
  }
});

Deno.test("decideFileAnswer() sends an empty file whole, whatever the range", () => {
  const request = { method: "GET", headers: new Headers({ range: "bytes=0-9" }) };
  assertEquals(decideFileAnswer(request, { ...FILE, size: 0 }), WHOLE);
});
