import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../../generate_client.ts";
import { toStorageError } from "../../../server/storage_failure.ts";
import { type Lounge, startLounge } from "../../lounge.ts";

const VIDEO = "/videos/0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10.mp4";
const SECRET = "password=hunter2 at /home/operator";

/** An app whose video store fails in a way that nobody foresaw. */
async function startBrokenLounge(): Promise<Lounge> {
  const lounge = await startLounge();
  lounge.services.videoFiles.find = () => Promise.reject(new TypeError(SECRET));
  return lounge;
}

/** Takes the log's errors out, so that the lounge does not complain about them. */
function takeErrors(lounge: Lounge): string[] {
  return lounge.loggedErrors.splice(0);
}

Deno.test("an unexpected fault is a general problem; its details go to the log under the same id", async () => {
  await using lounge = await startBrokenLounge();
  const response = await fetch(lounge.url + VIDEO);
  const problem = await assertProblem(response, {
    status: 500,
    code: "internal-error",
    path: VIDEO,
  });
  assertEquals(problem.charged, "unknown");
  assertFalse(JSON.stringify(problem).includes("hunter2"));
  const [entry = "", ...others] = takeErrors(lounge);
  assertEquals(others, []);
  assertStringIncludes(entry, problem.requestId);
  assertStringIncludes(entry, SECRET);
});

Deno.test("an unexpected fault is a page for people, with the request id and nothing of the fault", async () => {
  await using lounge = await startBrokenLounge();
  const response = await fetch(lounge.url + VIDEO, { headers: { accept: "text/html" } });
  const html = await response.text();
  assertEquals(response.status, 500);
  assertFalse(html.includes("hunter2"));
  const [entry = "", ...others] = takeErrors(lounge);
  assertEquals(others, []);
  const [, requestId = ""] = /requestId: "([0-9a-f-]{36})"/.exec(entry) ?? [];
  assert(requestId !== "" && html.includes(requestId), "page and log share no request id");
});

Deno.test("a failing storage is told to visitors in general, and to the operator in detail", async () => {
  await using lounge = await startLounge();
  const cause = new Error("EIO: the disk is dying");
  lounge.services.videoFiles.find = () => Promise.reject(toStorageError(cause));
  const response = await fetch(lounge.url + VIDEO);
  const problem = await assertProblem(response, {
    status: 500,
    code: "storage-failed",
    path: VIDEO,
  });
  assertFalse(JSON.stringify(problem).includes("EIO"));
  const [entry = "", ...others] = takeErrors(lounge);
  assertEquals(others, []);
  assertStringIncludes(entry, problem.requestId);
  assertStringIncludes(entry, "EIO: the disk is dying");
});

Deno.test("an expected failure is not logged as a fault", async () => {
  await using lounge = await startLounge();
  const response = await fetch(lounge.url + VIDEO);
  await assertProblem(response, { status: 404, code: "not-found", path: VIDEO });
  assertEquals(lounge.loggedErrors, []);
});

Deno.test("a fault on the way to knowing who asks is told and logged like any other", async () => {
  await using lounge = await startLounge();
  const { accounts, identity: { cipher } } = lounge.services;
  accounts.libraryOf = () => Promise.reject(toStorageError(new Error("EIO: the disk is dying")));
  const session = {
    ...{ issuer: "https://provider.example", subject: "ada", name: "ada", libraryId: "1" },
    ...{ accessToken: "hf_oauth", tokenExpiresAt: Date.now() },
  };
  const text = await cipher.encrypt(session, { purpose: "session", lifetimeSeconds: 60 });
  const headers = { cookie: `lounge_session=${text}` };
  const response = await fetch(`${lounge.url}/library`, { headers });
  const problem = await assertProblem(response, {
    status: 500,
    code: "storage-failed",
    path: "/library",
  });
  const person = { headers: { ...headers, accept: "text/html" } };
  const page = await (await fetch(`${lounge.url}/library`, person)).text();
  const [first = "", second = "", ...others] = takeErrors(lounge);
  assertEquals(others, []);
  assertStringIncludes(first, problem.requestId);
  const [, requestId = "-"] = /requestId: "([0-9a-f-]{36})"/.exec(second) ?? [];
  assertStringIncludes(page, requestId);
  assertStringIncludes(page, "<footer");
});
