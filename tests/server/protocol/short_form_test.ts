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
