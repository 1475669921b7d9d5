import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import type { GenerationView, Receipt } from "../../contract/generation.ts";
import type { Charged } from "../../contract/problem.ts";
import type { Lounge } from "../lounge.ts";
import { type HeardAnswer, WebClient } from "../web_client.ts";

/** All that a visitor can read of one generation that has ended. */
export interface Story {
  /** The answer to `POST /generate`. */
  readonly first: HeardAnswer;
  readonly view: GenerationView;
  readonly receipt: Receipt & { readonly id: string; readonly state: string };
  readonly page: string;
  readonly receiptPage: string;
  /** Every body that the visitor was sent, one after the other. */
  readonly everything: string;
}

/** What a visitor sends, and what happens between that and the end. */
export interface Plot {
  readonly picture: Uint8Array<ArrayBuffer>;
  readonly fields?: Readonly<Record<string, string>>;
  /** Waits at `POST /generate` itself, as simple programs do. */
  readonly isSynchronous?: boolean;
  readonly client?: WebClient;
  /** Done once it is accepted; `page` is the generation's address. */
  readonly meanwhile?: (page: string) => Promise<void>;
}

const JSON_PLEASE = { accept: "application/json" };

/** Lets a visitor make a video, or try to, and reads all that is told about it. */
export async function liveThrough(lounge: Lounge, plot: Plot): Promise<Story> {
  const { picture, fields = {}, isSynchronous = false, client = new WebClient() } = plot;
  const first = await postForm(client, lounge, { picture, fields, isSynchronous });
  const page = lounge.url + (first.headers.get("location") ?? JSON.parse(first.body).page);
  await plot.meanwhile?.(page);
  await client.ask(`${page}/events`);
  const view = await client.ask(page, { headers: JSON_PLEASE });
  const receipt = await client.ask(`${page}/receipt`, { headers: JSON_PLEASE });
  const html = await client.ask(page);
  const receiptHtml = await client.ask(`${page}/receipt`);
  for (const { status, url } of [view, receipt, html, receiptHtml]) assertEquals(status, 200, url);
  return {
    first,
    view: JSON.parse(view.body),
    receipt: JSON.parse(receipt.body),
    page: html.body,
    receiptPage: receiptHtml.body,
    everything: client.heard.map(({ headers, body }) => JSON.stringify([...headers]) + body)
      .join("\n"),
  };
}

/** `POST /generate` as a program sends it. */
export async function postForm(
  client: WebClient,
  lounge: Lounge,
  { picture, fields = {}, isSynchronous = false }: Plot,
): Promise<HeardAnswer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("image", new Blob([picture]), "photo.jpg");
  const headers = isSynchronous ? JSON_PLEASE : { ...JSON_PLEASE, prefer: "respond-async" };
  return await client.ask(`${lounge.url}/generate`, { method: "POST", body, headers });
}

/** How a generation must have ended. */
export interface ExpectedStory {
  readonly state: "succeeded" | "failed" | "canceled";
  readonly code?: string | undefined;
  readonly charged: Charged;
  readonly provider: string;
  readonly payer: Receipt["payer"];
}

/** Compares what the visitor was told with how it ended, page by page. */
export function assertStory(story: Story, expected: ExpectedStory): void {
  const { view, receipt, page, receiptPage } = story;
  const { state, code, charged, provider, payer } = expected;
  const told = [view.state, view.problem?.code, receipt.state, receipt.charged];
  assertEquals(told, [state, code, state, charged], view.problem?.detail);
  assertEquals([receipt.provider, receipt.payer], [provider, payer]);
  assertEquals([view.receipt.charged, view.receipt.reason], [receipt.charged, receipt.reason]);
  assertPlain(receipt.reason);
  assert(receiptPage.includes(receipt.reason), "the receipt's page lacks its reason");
  if (view.problem) assertTold({ ...view.problem, expected, page });
}

function assertTold(
  { detail, charged, code, page, expected }: {
    readonly detail: string;
    readonly charged: Charged;
    readonly code: string;
    readonly page: string;
    readonly expected: ExpectedStory;
  },
): void {
  assertEquals(charged, expected.charged);
  assertMatch(detail, CHARGE_IN_WORDS[charged]);
  assertPlain(detail);
  assert(page.includes(detail), `the page lacks the sentence: ${detail}`);
  assert(page.includes(`href="/problems/${code}"`), "the page lacks the way to the explanation");
}

const CHARGE_IN_WORDS: Readonly<Record<Charged, RegExp>> = {
  no: /Nothing was charged/,
  yes: /It was charged/,
  unknown: /It may have been charged/,
};

/** Sentences for people: no JSON, no HTML, no address, no words of the provider's own. */
export function assertPlain(sentence: string): void {
  assertMatch(sentence, /^[A-Z][^\n]*\.$/);
  assertFalse(/[{}<>[\]`"\\|]|https?:|undefined|\bnull\b|\.ts\b/.test(sentence), sentence);
  assertFalse(FOREIGN_WORDS.test(sentence), sentence);
  assert(sentence.length <= 240, `${sentence.length} characters: ${sentence}`);
}

/** What the fake's providers say and show, and what only a stack has. */
const FOREIGN_WORDS =
  /num_frames|CUDA|NSFW|flagged|HIBERNATING|nginx|Traceback|content_policy_violation|signed-|\/cdn\/|file:\/\/|Bad Gateway|api-inference|PIL\.Image|internal_server|runner_|\bat \S+ \(|\.ts:\d/;

/**
 * Nothing that a visitor was sent holds a secret, nor a provider's own words where they are not
 * told as its words.
 */
export function assertNothingForeign(
  { everything, view }: Pick<Story, "everything"> & Partial<Pick<Story, "view">>,
  secrets: readonly string[],
): void {
  const ours = formsOf(view?.problem?.providerSaid).reduce(
    (text, said) => text.replaceAll(said, ""),
    everything,
  );
  const found = FOREIGN_WORDS.exec(ours);
  assertEquals(found && ours.slice(Math.max(0, found.index - 100), found.index + 100), null);
  for (const secret of secrets) assertFalse(everything.includes(secret), `told: ${secret}`);
}

/** A provider's words as pages, JSON and an island's properties have them. */
function formsOf(said: string | undefined): string[] {
  if (said === undefined) return [];
  const html = said.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const json = JSON.stringify(said).slice(1, -1);
  return [html, json, json.replaceAll("<", "\\u003C"), said];
}

/** Neither the log nor any file, the database above all, holds a secret. */
export async function assertNothingKept(lounge: Lounge, secrets: readonly string[]): Promise<void> {
  const { DATA_DIR, VIDEOS_DIR } = lounge.services.config;
  const files = [...await filesIn(DATA_DIR), ...await filesIn(VIDEOS_DIR)];
  assert(files.some((path) => path.endsWith("lounge.sqlite")));
  const log = lounge.logLines.join("\n");
  for (const secret of secrets) assertFalse(log.includes(secret), `the log shows ${secret}`);
  for (const path of files) {
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    for (const secret of secrets) assertFalse(text.includes(secret), `${path} holds ${secret}`);
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    paths.push(...isDirectory ? await filesIn(path) : [path]);
  }
  return paths;
}
