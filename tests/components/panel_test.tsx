import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { HomePage } from "../../routes/(_pages)/home/HomePage.tsx";
import type { PanelFacts } from "../../contract/panel.ts";
import type { ModelCard } from "../../contract/model.ts";
import { LOCAL, panelOf, SHUT, WORDED } from "./model_cards.ts";
import { renderPage } from "./rendered_page.tsx";

/** The studio's form as a visitor without scripting gets it. */
async function formOf(model: ModelCard, given: Partial<PanelFacts> = {}): Promise<string> {
  const html = await renderPage(<HomePage videos={[]} panel={panelOf(model, given)} />);
  return html.slice(html.indexOf("<form"), html.indexOf("</form>"));
}

/** The tag that carries the field; the last one, where a hidden one stands before it. */
function tagOf(html: string, name: string): string {
  const tags = [...html.matchAll(new RegExp(`<[a-z]+[^>]* name="${name}"[^>]*>`, "g"))];
  return tags.at(-1)?.[0] ?? "";
}

Deno.test("the panel has a control for everything that the model can do, and no more", async () => {
  const local = await formOf(LOCAL);
  const names = [...local.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name);
  assertEquals([...new Set(names)].toSorted(), [
    "camera",
    "from",
    "image",
    "model",
    "preset",
    "seed",
    "shape",
  ]);
  const worded = await formOf(WORDED);
  for (const { id } of WORDED.controls) assert(tagOf(worded, id) !== "", id);
  assertEquals(tagOf(worded, "camera"), "");
});

Deno.test("a number slides over its legal values, with the value and unit beside it", async () => {
  const html = await formOf(WORDED, { settings: { fps: 24 } });
  const tag = tagOf(html, "fps");
  for (const part of ['type="range"', 'min="4"', 'max="60"', 'step="1"', 'value="24"']) {
    assertStringIncludes(tag, part);
  }
  assertMatch(html, /<output for="set-fps">24<\/output> fps/);
});

Deno.test("a number with very many values is typed, within its limits", async () => {
  const tag = tagOf(await formOf(WORDED), "budget");
  for (const part of ['type="number"', 'min="0"', 'max="10000"', "required"]) {
    assertStringIncludes(tag, part);
  }
});

Deno.test("a switch that is off is sent as well", async () => {
  const html = await formOf(WORDED, { settings: { interpolate: false } });
  const boxes = [...html.matchAll(/<input[^>]*name="interpolate"[^>]*>/g)].map(([tag]) => tag);
  assertEquals(boxes.length, 2);
  assertMatch(boxes[0] ?? "", /type="hidden"[^>]*value="false"/);
  assertMatch(boxes[1] ?? "", /type="checkbox"[^>]*value="true"/);
  assertEquals(/ checked/.test(boxes[1] ?? ""), false);
});

Deno.test("the prompt has its default, its limit and says when it is needed", async () => {
  const html = await formOf(WORDED);
  assertMatch(html, /<textarea[^>]*name="prompt"[^>]*required[^>]*>The picture comes to life\.</);
  assertMatch(tagOf(html, "prompt"), /maxlength="800"/i);
  assertEquals(tagOf(await formOf(LOCAL), "prompt"), "");
});

Deno.test("models that cannot be used now are there, say what they need and cannot be chosen", async () => {
  const html = await formOf(LOCAL);
  assertMatch(html, /<input[^>]*value="stable-video-diffusion-xt"[^>]*disabled/);
  assertStringIncludes(html, "Needs an inference endpoint that runs it");
  assertStringIncludes(html, 'href="/account"');
  assertMatch(html, /<input[^>]*value="local-motion"[^>]*checked/);
});

Deno.test("before Generate the panel says where the picture goes, who pays, how long and by which licence", async () => {
  const html = await formOf(WORDED, { price: { ...WORDED.price, usd: 0.2 } });
  const summary = html.slice(
    html.indexOf('data-panel="summary"'),
    html.indexOf(">Generate</button>"),
  );
  for (
    const part of [
      "goes to fal.ai through Hugging Face",
      "about $0.20, paid by this instance",
      "70 to 110 s",
      "Apache 2.0",
      'href="https://fal.example/pricing"',
      "20 November 2026",
    ]
  ) assertStringIncludes(summary, part);
});

Deno.test("a preset says whether it is on, and works without scripting", async () => {
  const html = await formOf(LOCAL, { settings: { camera: "push" } });
  const gentle = tagOf(html.slice(0, html.indexOf(">Gentle<") + 1), "preset");
  assertMatch(gentle, /aria-pressed="false"/);
  assertMatch(html, /<button type="submit"[^>]*aria-pressed="true"[^>]*>Lively</);
  assertMatch(html, /formmethod="get"[^>]*formaction="\/"[^>]*name="preset" value="lively"/i);
});

Deno.test("Enter in a field presses Generate's twin, not the first preset", async () => {
  const html = await formOf(WORDED);
  const [first = ""] = /<button type="submit"[^>]*>/.exec(html) ?? [];
  assertEquals(/formaction|name=/i.test(first), false, first);
});

Deno.test("every control has a label, and a place for what is wrong with it", async () => {
  const html = await formOf(WORDED);
  for (const name of ["prompt", "seed", "shape", ...WORDED.controls.map(({ id }) => id)]) {
    assertStringIncludes(html, `<label for="set-${name}"`);
    assertMatch(tagOf(html, name), new RegExp(`aria-describedby="[^"]*set-${name}-fault"`));
    assertMatch(html, new RegExp(`id="set-${name}-fault"[^>]* hidden`));
  }
});

Deno.test("the curl of the panel leaves out what is at its default", async () => {
  const settings = { ...panelOf(WORDED).settings, fps: 24 };
  const html = await formOf(WORDED, { settings, seed: 7, shape: "square" });
  const [, command = ""] = /<pre[^>]*id="curl-command"[^>]*>([^<]+)</.exec(html) ?? [];
  assertEquals(command.split(" \\\n  "), [
    "curl -F image=@photo.jpg",
    "-F model=wan-2.2",
    "--form-string 'prompt=The picture comes to life.'",
    "-F seed=7",
    "-F shape=square",
    "-F fps=24",
    "https://lounge.example/generate",
  ]);
});

Deno.test("the page lists every model with price, source, processor, licence and needs", async () => {
  const html = await renderPage(<HomePage videos={[]} panel={panelOf(LOCAL)} />);
  const section = html.slice(html.indexOf('<section id="models"'), html.indexOf('id="api"'));
  for (const { name, maker, summary } of [LOCAL, WORDED, SHUT]) {
    for (const part of [name, maker, summary]) assertStringIncludes(section, part);
  }
  assertStringIncludes(section, "Companies above a revenue need a licence of their own.");
  assertStringIncludes(section, 'href="/?model=wan-2.2#studio"');
  assertEquals(section.includes('href="/?model=stable-video-diffusion-xt'), false);
});

Deno.test("programs read which fields each model takes", async () => {
  const html = await renderPage(<HomePage videos={[]} panel={panelOf(LOCAL)} />);
  const section = html.slice(html.indexOf('<section id="api"'), html.indexOf('id="pricing"'));
  assertStringIncludes(section, 'href="/models"');
  assertStringIncludes(section, "a whole number from 4 to 60 fps; 16 by default");
  assertStringIncludes(section, "480p, 720p; 720p by default");
  assertStringIncludes(section, "landscape, portrait or square");
});
