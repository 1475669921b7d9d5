import { assertEquals, assertRejects } from "@std/assert";
import { checkToken } from "../../../server/visitors/token_check.ts";
import { InputError } from "../../../server/errors.ts";
import { PATIENCE_MS } from "../../patience.ts";

function ask(answer: () => Response | Promise<Response>) {
  const hub = (() => Promise.resolve().then(answer)) as typeof fetch;
  const options = { url: "https://hub.example", fetch: hub, timeoutMs: PATIENCE_MS };
  return checkToken("hf_0123456789", options);
}

Deno.test("the Hub names whose token it is", async () => {
  const check = await ask(() => Response.json({ name: "ada", auth: { type: "access_token" } }));
  assertEquals(check, { kind: "known", name: "ada" });
});

Deno.test("a token that the Hub does not know is refused, in words that do not repeat it", async () => {
  const error = await assertRejects(
    () => ask(() => Response.json({ error: "hf_0123456789 is invalid" }, { status: 401 })),
    InputError,
  );
  assertEquals([error.code, error.message.includes("hf_0123456789")], ["token-refused", false]);
});

const STRANGE: Readonly<Record<string, () => Response | Promise<Response>>> = {
  "an outage": () => new Response("<h1>503</h1>", { status: 503 }),
  "a redirect": () =>
    new Response(null, { status: 302, headers: { location: "https://evil.example" } }),
  "another status": () => Response.json({ name: "ada" }, { status: 403 }),
  "no JSON": () => new Response("ada"),
  "no name": () => Response.json({ fullname: "Ada" }),
  "a name without end": () => Response.json({ name: "a".repeat(201) }),
  "an endless answer": () => new Response("x".repeat(400_000)),
  "a broken connection": () => Promise.reject(new TypeError("connection refused")),
};

for (const [name, answer] of Object.entries(STRANGE)) {
  Deno.test(`${name} leaves the token unchecked`, async () => {
    assertEquals(await ask(answer), { kind: "unchecked" });
  });
}
