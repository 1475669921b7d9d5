import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { readShortForm } from "../../../server/protocol/short_form.ts";

function post(body: BodyInit | null, type?: string): Request {
  const headers = new Headers(type === undefined ? [] : [["content-type", type]]);
  return new Request("http://lounge.example", { method: "POST", body, headers });
}

Deno.test("a short form is read in each of its three forms", async () => {
  const multipart = new FormData();
  multipart.set("public", "true");
  for (
    const request of [
      post(new URLSearchParams({ public: "true" })),
      post(multipart),
      post('{"public":true}', "application/json; charset=utf-8"),
    ]
  ) {
    assertEquals([...await readShortForm(request)], [["public", "true"]]);
  }
});

const FAULTS: Readonly<Record<string, Request>> = {
  "no body": post(null),
  "a text": post("public=true", "text/plain"),
  "broken JSON": post('{"public"', "application/json"),
  "JSON that is no object": post("null", "application/json"),
  "a form of more than 8 KiB": post(new URLSearchParams({ public: "x".repeat(9000) })),
};

for (const [name, request] of Object.entries(FAULTS)) {
  Deno.test(`${name} is refused as malformed`, async () => {
    const error = await assertRejects(() => readShortForm(request), InputError);
    assertEquals(error.code, "malformed-form");
  });
}

Deno.test("a form of unknown length is refused where it goes beyond 8 KiB", async () => {
  const lengths: (string | null)[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      lengths.push(request.headers.get("content-length"));
      const outcome = await readShortForm(request).catch((error: InputError) => error);
      return Response.json(outcome instanceof Error ? outcome.code : Object.fromEntries(outcome));
    },
  );
  const send = async (bytes: number) => {
    const text = "public=".padEnd(bytes, "x");
    const pieces = [text.slice(0, 5000), text.slice(5000)];
    const response = await fetch(`http://127.0.0.1:${server.addr.port}/`, {
      method: "POST",
      body: ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    return await response.json();
  };
  assertEquals(await send(8192), { public: "x".repeat(8185) });
  assertEquals(await send(8193), "malformed-form");
  assertEquals(lengths, [null, null], "no length is declared");
});

Deno.test("a field of a JSON form is a text, a number or a truth value", async () => {
  const read = async (fields: unknown) =>
    await readShortForm(
      new Request("http://lounge.example/", {
        method: "POST",
        body: JSON.stringify(fields),
        headers: { "content-type": "application/json" },
      }),
    );
  assertEquals([...await read({ public: true, max: 3 })], [["public", "true"], ["max", "3"]]);
  for (const token of [["hf_abcdefghijkl"], { toString: "hf_abcdefghijkl" }, null]) {
    const error = await assertRejects(() => read({ token }), InputError);
    assertEquals(error.code, "malformed-form");
  }
});
