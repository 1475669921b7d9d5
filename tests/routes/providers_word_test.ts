import { assertEquals } from "@std/assert";
import { assertProblem, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

/** The app on top of an endpoint that always answers so. */
async function withAnswer(
  answer: () => Response,
  use: (lounge: Lounge) => Promise<void>,
): Promise<void> {
  await using endpoint = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      await request.body?.cancel();
      return answer();
    },
  );
  await using lounge = await startLounge({
    HF_ENDPOINT_URL: `http://127.0.0.1:${endpoint.addr.port}/`,
    GENERATION_TIMEOUT_SECONDS: "5",
  });
  await use(lounge);
}

Deno.test("the wait that a provider asks for reaches the client", async () => {
  const busy = () =>
    Response.json({ error: "busy" }, { status: 429, headers: { "retry-after": "3000" } });
  await withAnswer(busy, async (lounge) => {
    const response = await postPicture(lounge, { picture: await drawPicture() });
    const { retryAfterSeconds } = await response.clone().json();
    assertEquals(response.headers.get("retry-after"), String(retryAfterSeconds));
    assertEquals(retryAfterSeconds, 3000);
  });
});

Deno.test("a provider that wants a picture is understood to mean the picture", async () => {
  const refusal = () => Response.json({ error: "inputs must be an image" }, { status: 400 });
  await withAnswer(refusal, async (lounge) => {
    const response = await postPicture(lounge, { picture: await drawPicture() });
    await assertProblem(response, { status: 422, code: "invalid-image" });
  });
});
