import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HomePage } from "../../../../routes/(_pages)/home/HomePage.tsx";
import { LibraryPage } from "../../../../routes/(_pages)/library/LibraryPage.tsx";
import { FAILED, ID, QUEUED, SUCCEEDED } from "../../../islands/following/following_fixtures.ts";
import { LOCAL, panelOf } from "../../../components/model_cards.ts";
import { renderPage } from "../../../components/rendered_page.tsx";

const PANEL = panelOf(LOCAL);

const BATCH = "0d9a4c7e-1111-4222-8333-944455556666";

Deno.test("an empty library says how to fill it", async () => {
  const html = await renderPage(<LibraryPage role="guest" views={[]} />);
  assertStringIncludes(html, "The shelf is empty");
  assertStringIncludes(html, 'href="/#studio"');
  assertEquals(html.includes("/library/delete-all"), false);
});

Deno.test("a video of the library plays, downloads, repeats, is shared and deleted by plain forms", async () => {
  const html = await renderPage(<LibraryPage role="guest" views={[SUCCEEDED]} />);
  assertMatch(
    html,
    new RegExp(`<video[^>]* src="/videos/${ID}\\.mp4#t=0\\.1"[^>]*preload="metadata"`),
  );
  assertMatch(html, new RegExp(`<a[^>]* href="/videos/${ID}\\.mp4" download`));
  assertStringIncludes(html, 'href="/?model=local-motion&amp;seed=7&amp;fps=12#studio"');
  for (const action of ["share", "delete"]) {
    assertMatch(html, new RegExp(`<form method="post" action="/v/${ID}/${action}"`));
  }
  assertMatch(html, /<form method="post" action="\/library\/delete-all"/);
  assertStringIncludes(html, "Kept until 22 December 2026");
});

Deno.test("a video with a poster shows it and loads nothing else before it is woken", async () => {
  const view = { ...SUCCEEDED, poster: `/videos/${ID}.jpg` };
  const html = await renderPage(<LibraryPage role="guest" views={[view]} />);
  const [tag = ""] = /<video[^>]*>/.exec(html) ?? [];
  assertStringIncludes(tag, `src="/videos/${ID}.mp4"`);
  assertStringIncludes(tag, `poster="/videos/${ID}.jpg"`);
  assertStringIncludes(tag, 'preload="none"');
});

Deno.test("each generation of the library, video or not, can be had as a command", async () => {
  const html = await renderPage(<LibraryPage role="guest" views={[SUCCEEDED, FAILED]} />);
  const commands = [...html.matchAll(/<summary[^>]*>Copy as curl<.*?<pre[^>]*>(.*?)<\/pre>/gs)];
  assertEquals(commands.length, 2);
  for (const [, command = ""] of commands) {
    assertMatch(command, /^curl -F image=@photo\.jpg .* https:\/\/lounge\.example\/generate$/s);
    assertStringIncludes(command, "-F seed=7");
  }
});

Deno.test("nothing is deleted with one press", async () => {
  const html = await renderPage(<LibraryPage role="guest" views={[SUCCEEDED]} />);
  const deleting = [...html.matchAll(/<form method="post" action="[^"]*delete[^"]*"/g)];
  assertEquals(deleting.length, 2);
  for (const { index } of deleting) {
    const before = html.slice(0, index);
    assertEquals(before.lastIndexOf("<details") > before.lastIndexOf("</details>"), true);
  }
});

Deno.test("unfinished ones stand apart, and the page refreshes itself without scripting", async () => {
  const html = await renderPage(<LibraryPage role="guest" views={[QUEUED, FAILED]} />);
  assertStringIncludes(html, "On the way");
  assertStringIncludes(html, "Next in the queue");
  assertStringIncludes(html, "The provider failed");
  assertMatch(html, /<noscript><meta http-equiv="refresh"/);
});

Deno.test("pictures of one upload stand together with one archive, once there is a video", async () => {
  const failed = { ...FAILED, batch: BATCH };
  const archive = `/library/videos.zip?batch=${BATCH}`;
  const views = [{ ...SUCCEEDED, batch: BATCH }, failed];
  assertStringIncludes(await renderPage(<LibraryPage role="guest" views={views} />), archive);
  const empty = await renderPage(<LibraryPage role="guest" views={[failed]} />);
  assertEquals(empty.includes(archive), false);
});

Deno.test("older videos have a page, and what could not be deleted is said", async () => {
  const html = await renderPage(
    <LibraryPage role="guest" views={[SUCCEEDED]} next="/library?before=1" kept={2} />,
  );
  assertMatch(html, /<a[^>]* href="\/library\?before=1" rel="next"/);
  assertStringIncludes(html, "2 of them could not be deleted now");
});

Deno.test("the front page shows this visitor's last videos, and nothing to a new one", async () => {
  const html = await renderPage(
    <HomePage panel={PANEL} videos={[SUCCEEDED, FAILED]} />,
  );
  assertStringIncludes(html, "Your last videos");
  assertMatch(html, new RegExp(`<a[^>]* class="tile block" href="/v/${ID}"`));
  const fresh = await renderPage(<HomePage videos={[]} panel={PANEL} />);
  assertEquals(fresh.includes("Your last videos"), false);
});
