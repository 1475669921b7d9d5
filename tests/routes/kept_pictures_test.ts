/** The picture of what failed stays for another try, and goes with what its visitor deletes. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { WebClient } from "../web_client.ts";
import { postForm } from "./visitor_story.ts";

/** Ids whose picture is kept. */
function keptPictures({ services }: Lounge): string[] {
  return [...Deno.readDirSync(`${services.config.DATA_DIR}/pictures`)]
    .map(({ name }) => name.replace(/\.picture$/, "")).sort();
}

async function failedId(client: WebClient, lounge: Lounge): Promise<string> {
  const picture = await drawPicture({ width: 640, height: 480 });
  const { status, body } = await postForm(client, lounge, { picture, isSynchronous: true });
  assertEquals(status, 402, body);
  const listed = await client.ask(`${lounge.url}/library`, {
    headers: { accept: "application/json" },
  });
  return JSON.parse(listed.body).generations[0].id;
}

Deno.test("the picture of what failed goes with it, or with all data, and the account page says so", async () => {
  const fake = startFakeHuggingFace({ video: new Uint8Array() });
  try {
    await using lounge = await startLounge({ HF_ENDPOINT_URL: fake.endpoint("credits-used-up") });
    const client = new WebClient();
    const ids = [await failedId(client, lounge), await failedId(client, lounge)];
    assertEquals(keptPictures(lounge), ids.toSorted());
    const account = await client.ask(`${lounge.url}/account`);
    assertStringIncludes(
      account.body.replaceAll(/\s+/g, " "),
      "we keep the picture so that you can retry",
    );

    const [first = "", second] = ids;
    await client.send(`${lounge.url}/v/${first}/delete`, { confirm: "yes" });
    assertEquals(keptPictures(lounge), [second]);
    await client.send(`${lounge.url}/account/delete`, { confirm: "yes" });
    assertEquals(keptPictures(lounge), []);
  } finally {
    await fake.close();
  }
});
