import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { GenerationView } from "../../../../contract/generation.ts";
import { EmbedPage } from "../../../../routes/(_pages)/generation/EmbedPage.tsx";
import { GenerationPage } from "../../../../routes/(_pages)/generation/GenerationPage.tsx";
import { ReceiptPage } from "../../../../routes/(_pages)/generation/ReceiptPage.tsx";
import {
  CANCELED,
  FAILED,
  ID,
  PROBLEM,
  QUEUED,
  RUNNING,
  SUCCEEDED,
} from "../../../islands/following/following_fixtures.ts";
import { renderPage } from "../../../components/rendered_page.tsx";

const REFRESH = /<noscript><meta http-equiv="refresh"/;

function show(view: GenerationView): Promise<string> {
  return renderPage(<GenerationPage view={view} others={[]} />);
}

Deno.test("the page of an unfinished generation refreshes itself where there is no scripting", async () => {
  for (const view of [QUEUED, RUNNING, { ...RUNNING, state: "saving" } as const]) {
    const html = await show(view);
    assertMatch(html, REFRESH);
    assertEquals(html.match(/http-equiv/g)?.length, 1, "never outside of the noscript element");
    assertMatch(html, /<meta[^>]*name="robots"[^>]*content="noindex"/);
  }
});

Deno.test("an unfinished generation can be canceled and erased by plain forms", async () => {
  const html = await show(QUEUED);
  assertMatch(html, new RegExp(`<button[^>]*formaction="/v/${ID}/cancel"`, "i"));
  assertMatch(html, new RegExp(`<form[^>]*action="/v/${ID}/delete"`));
  assertStringIncludes(html, "Next in the queue");
  assertStringIncludes(html, "Canceling now costs nothing.");
});

Deno.test("what may be charged is said beside Cancel, and too late is no button", async () => {
  const late = await show({ ...RUNNING, cancelOutlook: "may-be-charged" });
  assertStringIncludes(late, "Canceling now may still be charged.");
  const tooLate = await show({ ...RUNNING, state: "saving", cancelOutlook: "too-late" });
  assertEquals(tooLate.includes("/cancel"), false);
});

Deno.test("a failed generation says what happened and what it cost, and offers another try", async () => {
  const html = await show(FAILED);
  assertStringIncludes(html, "The provider stopped in the middle. Nothing was charged.");
  assertMatch(html, new RegExp(`<button[^>]*formaction="/v/${ID}/retry"`, "i"));
  assertStringIncludes(html, 'href="/problems/provider-failed"');
  assertEquals(REFRESH.test(html), false);
});

Deno.test("a picture that can never become a video is not tried again", async () => {
  const { next: _, ...problem } = PROBLEM;
  const html = await show({ ...FAILED, problem: { ...problem, retryable: false } });
  assertEquals(html.includes("/retry"), false);
  assertStringIncludes(html, "Make another");
});

Deno.test("a failed generation leads where its problem says, and not to the same once more", async () => {
  const next = {
    kind: "link",
    text: "Add credits",
    href: "https://huggingface.co/settings/billing",
    afterwards: "Go on with new credits",
  } as const;
  const html = await show({ ...FAILED, problem: { ...PROBLEM, retryable: false, next } });
  assertMatch(html, /<a[^>]*href="https:\/\/huggingface\.co\/settings\/billing"[^>]*>Add credits/);
  assertMatch(html, /formaction="[^"]*\/retry"[^>]*>Go on with new credits/i);
  assertEquals(html.includes("Try again"), false);
  const picture = { kind: "choose-picture", text: "Choose another picture" } as const;
  const other = await show({ ...FAILED, problem: { ...PROBLEM, next: picture } });
  assertMatch(other, /<a[^>]*href="\/"[^>]*>Choose another picture/);
  assertEquals([other.includes("/retry"), other.includes("Try again")], [false, false]);
});

Deno.test("where the provider may have the video, to look again comes before to try again", async () => {
  const next = { kind: "look-again", text: "Look again", afterwards: "Try again" } as const;
  const html = await show({ ...FAILED, problem: { ...PROBLEM, next } });
  assertMatch(html, new RegExp(`formaction="/v/${ID}/look"[^>]*>Look again`, "i"));
  assertMatch(html, new RegExp(`formaction="/v/${ID}/retry"[^>]*>Try again`, "i"));
});

Deno.test("the provider's own words are told apart from ours", async () => {
  const providerSaid = "num_frames <must> be at most 25";
  const html = await show({ ...FAILED, problem: { ...PROBLEM, providerSaid } });
  assertStringIncludes(html, "The provider says: <q");
  assertStringIncludes(html, "num_frames &lt;must> be at most 25</q>");
});

Deno.test("a canceled generation can be taken up again", async () => {
  const html = await show(CANCELED);
  assertStringIncludes(html, "Canceled. Nothing was charged.");
  assertMatch(html, /formaction="[^"]*\/retry"/i);
});

Deno.test("whoever only looks on gets no buttons of the owner", async () => {
  for (const view of [QUEUED, FAILED, CANCELED, { ...SUCCEEDED, isPublic: true }]) {
    const html = await show({ ...view, isOwner: false });
    const actions = [...html.matchAll(/action="(\/v\/[^"]*)"/gi)].map(([, path]) => path);
    assertEquals(actions, [], view.state);
  }
});

Deno.test("a finished video stays private: no preview, no player card, no search engine", async () => {
  const html = await show(SUCCEEDED);
  assertMatch(html, new RegExp(`<video[^>]* src="/videos/${ID}\\.mp4"`));
  assertMatch(html, new RegExp(`<a[^>]* href="/videos/${ID}\\.mp4" download="`));
  assertMatch(html, /<meta[^>]*name="robots"[^>]*content="noindex"/);
  for (const mark of ["og:video", "twitter:player", "oembed", "VideoObject"]) {
    assertEquals(html.includes(mark), false, mark);
  }
  assertMatch(html, /<input[^>]*name="public"[^>]*value="true"/);
});

Deno.test("a shared video tells previews, players and search engines where it is", async () => {
  const html = await show({ ...SUCCEEDED, isPublic: true });
  const video = `https://lounge.example/videos/${ID}.mp4`;
  assertMatch(html, /<meta[^>]*name="robots"[^>]*content="index, follow"/);
  assertStringIncludes(html, `property="og:video" content="${video}"`);
  assertStringIncludes(html, 'name="twitter:card" content="player"');
  assertStringIncludes(
    html,
    `name="twitter:player" content="https://lounge.example/v/${ID}/embed"`,
  );
  assertStringIncludes(html, `name="twitter:player:stream" content="${video}"`);
  assertMatch(
    html,
    /<link[^>]*type="application\/json\+oembed"[^>]*href="https:\/\/lounge.example\/oembed\?/,
  );
  const [, json = ""] = /<script type="application\/ld\+json"[^>]*>([^<]+)<\/script>/.exec(html) ??
    [];
  const described = JSON.parse(json);
  assertEquals([described["@type"], described.contentUrl, described.duration], [
    "VideoObject",
    video,
    "PT3.60S",
  ]);
  for (const required of ["name", "thumbnailUrl", "uploadDate"]) {
    assert(described[required], required);
  }
  assertMatch(html, /<input[^>]*name="public"[^>]*value="false"/);
  assertStringIncludes(html, `https://lounge.example/v/${ID}</a>`);
});

Deno.test("every page of a generation carries its recipe and receipt", async () => {
  for (const view of [QUEUED, FAILED, SUCCEEDED]) {
    const html = await show(view);
    assertStringIncludes(html, "No. 9b2d1c0e");
    assertStringIncludes(html, view.receipt.reason);
    assertStringIncludes(html, "22 December 2026");
  }
});

Deno.test("a receipt offers its recipe as a command", async () => {
  const html = await renderPage(<ReceiptPage view={SUCCEEDED} controls={[]} />);
  assertMatch(html, /<pre[^>]*>curl /);
});

Deno.test("the embedded player is the video and its name, without the site around it", async () => {
  const html = await renderPage(<EmbedPage view={SUCCEEDED} />);
  assertMatch(html, /<video[^>]* controls/);
  assertEquals(/<nav|<footer|<form/.test(html), false);
  assertMatch(html, new RegExp(`<a[^>]* href="https://lounge.example/v/${ID}" target="_top"`));
});
