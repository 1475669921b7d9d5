import { Busboy } from "@fastify/busboy";
import { OwnTokenSchema, SessionSchema } from "../../../server/visitors/locked_values.ts";
import { AccessPassword } from "../../../server/visitors/access_password.ts";
import { asksForPage } from "../../../server/protocol/accept.ts";
import { askedSeconds } from "../../../server/providers/retry_wait.ts";
import { CookieCipher } from "../../../server/visitors/cookie_cipher.ts";
import { decideFileAnswer } from "../../../server/protocol/conditional_request.ts";
import { libraryOfFirstRequest, readVisitorId } from "../../../server/visitors/signed_ids.ts";
import { openLocked } from "../../../server/visitors/credentials.ts";
import { parseByteRanges } from "../../../server/protocol/byte_ranges.ts";
import {
  askedFor,
  clientAddress,
  type ForwardedHeader,
} from "../../../server/protocol/forwarded.ts";
import { parseHttpDate } from "../../../server/protocol/http_date.ts";
import { readCookies } from "../../../server/visitors/cookies.ts";
import { readGenerateSettings } from "../../../server/submission/generate_form.ts";
import { type ReadHeader, readHeader } from "../../../server/protocol/read_header.ts";
import { readPreferences } from "../../../server/submission/generation_answer.ts";
import { readShortForm } from "../../../server/protocol/short_form.ts";
import { providerWords, redact } from "../../../server/providers/redact.ts";
import { encodingFor } from "../../../server/serving/compression.ts";
import { Signatures } from "../../../server/visitors/signatures.ts";

const SECRET = new Uint8Array(32);
const SIGNATURES = new Signatures(SECRET);
const CIPHER = new CookieCipher(SECRET, () => 0);
const FILE = { size: 1000, etag: '"ours"', modified: new Date(0) };

/** What reads each header that comes from outside; one without an entry does not pass the types. */
export const HEADER_PARSERS: Readonly<Record<ReadHeader, (headers: Headers) => unknown>> = {
  "accept": (headers) => asksForPage(requestWith(headers)),
  "accept-encoding": (headers) =>
    encodingFor(
      { status: 200, headers: new Headers({ "content-type": "text/html" }) },
      readHeader(headers, "accept-encoding") ?? undefined,
    ),
  "authorization": (headers) => {
    const options = { password: "open", signatures: SIGNATURES, now: () => 0 };
    return new AccessPassword(options).opensFor(requestWith(headers), undefined);
  },
  "cache-control": (headers) => readGenerateSettings(headers, new Map()),
  "content-length": (headers) => Number(readHeader(headers, "content-length")),
  "content-type": async (headers) => {
    const type = readHeader(headers, "content-type") ?? "";
    await readShortForm(new Request("http://lounge/", { method: "POST", body: "a=b", headers }));
    /^multipart\/form-data\s*(;|$)/i.test(type);
    refusedAtMost(() =>
      new Busboy({ headers: { "content-type": `multipart/form-data; ${type}` } })
    );
  },
  "cookie": async (headers) => {
    const request = requestWith(headers);
    readVisitorId(readHeader(headers, "cookie"), SIGNATURES);
    await openLocked(request, { cipher: CIPHER, purpose: "own-token", schema: OwnTokenSchema });
    await openLocked(request, { cipher: CIPHER, purpose: "session", schema: SessionSchema });
  },
  "forwarded": readForwarded,
  "idempotency-key": (headers) => {
    const request = new Request("http://lounge/generate", { method: "POST", headers });
    libraryOfFirstRequest(request, SIGNATURES);
    return readGenerateSettings(headers, new Map());
  },
  "if-match": decideOnFile,
  "if-modified-since": decideOnFile,
  "if-none-match": decideOnFile,
  "if-range": (headers) => decideOnFile(withRange(headers)),
  "if-unmodified-since": decideOnFile,
  "last-event-id": (headers) => /^\d{1,15}$/.test(readHeader(headers, "last-event-id") ?? ""),
  "location": (headers) => URL.parse(readHeader(headers, "location") ?? "", "https://fal.run/"),
  "origin": (headers) => URL.parse(readHeader(headers, "origin") ?? ""),
  "prefer": readPreferences,
  "range": decideOnFile,
  "ratelimit": (headers) => askedSeconds(headers, 0),
  "retry-after": (headers) => askedSeconds(headers, 0),
  "sec-fetch-site": (headers) => readHeader(headers, "sec-fetch-site") === "none",
  "x-fal-retryable": (headers) => readHeader(headers, "x-fal-retryable")?.toLowerCase(),
  "x-forwarded-for": readForwarded,
  "x-forwarded-host": readForwarded,
  "x-forwarded-proto": readForwarded,
};

/** The parsers that see a value by itself: linear even without the bound before them. */
export const TEXT_PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  "parseByteRanges": (text) => parseByteRanges(text, FILE.size),
  "parseHttpDate": (text) => parseHttpDate(text),
  "readCookies": (text) => readCookies(text, "lounge_visitor"),
  "providerWords": (text) => providerWords(text),
  "redact": (text) => redact(text),
};

function readForwarded(headers: Headers): unknown {
  const read = (name: ForwardedHeader) => readHeader(headers, name) ?? undefined;
  const arrival = { read, peer: "127.0.0.1", isTrusted: () => true };
  return [askedFor(arrival), clientAddress(arrival)];
}

function requestWith(headers: Headers): Request {
  return new Request("http://lounge/", { headers });
}

function decideOnFile(headers: Headers): unknown {
  return decideFileAnswer({ method: "GET", headers }, FILE);
}

function withRange(headers: Headers): Headers {
  const all = new Headers(headers);
  all.set("range", "bytes=0-1");
  return all;
}

/** Busboy refuses a type without a boundary by throwing. */
function refusedAtMost(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
