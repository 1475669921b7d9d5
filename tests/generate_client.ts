import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Problem } from "../contract/problem.ts";
import type { Lounge } from "./lounge.ts";
import { eventually } from "./patience.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What goes to `POST /generate`. */
export interface Upload {
  readonly picture: BlobPart;
  readonly fileName?: string;
  /** The form's other fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: HeadersInit | undefined;
  readonly signal?: AbortSignal;
}

/** Sends a picture as any client with a form library does. */
export async function postPicture(
  lounge: Pick<Lounge, "url">,
  upload: Upload,
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(upload.fields ?? {})) body.append(name, value);
  body.append("image", new Blob([upload.picture]), upload.fileName ?? "photo.jpg");
  const { headers = {}, signal = null } = upload;
  return await fetch(`${lounge.url}/generate`, {
    method: "POST",
    body,
    headers,
    signal,
    redirect: "manual",
  });
}

/** The header that makes the next request come from the same visitor. */
export function cookieOf(response: Response): { readonly cookie: string } {
  const [cookie = ""] = response.headers.getSetCookie()[0]?.split(";") ?? [];
  return { cookie };
}

/** Reads an answer that must be a complete problem with this status and code. */
export async function assertProblem(
  response: Response,
  expected: { readonly status: number; readonly code: string; readonly path?: string },
): Promise<Problem> {
  const text = await response.text();
  assertEquals(response.status, expected.status, text);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  assertEquals(response.headers.get("cache-control"), "no-store");
  const problem: Problem = JSON.parse(text);
  const { title, detail, requestId, charged, retryable, ...rest } = problem;
  assertEquals(
    { type: rest.type, status: rest.status, instance: rest.instance, code: rest.code },
    {
      type: `/problems/${expected.code}`,
      status: expected.status,
      instance: expected.path ?? "/generate",
      code: expected.code,
    },
  );
  assertMatch(title, /^[A-Z][^.]+$/);
  assertMatch(detail, /^[A-Za-z].+\.$/);
  assertMatch(requestId, UUID);
  assert(["no", "yes", "unknown"].includes(charged), charged);
  assertEquals(typeof retryable, "boolean");
  return problem;
}

/** Waits for what happens on the server only after the client has its answer. */
export async function settled(isSo: () => boolean, what: string): Promise<void> {
  await eventually(() => assert(isSo(), what));
}
