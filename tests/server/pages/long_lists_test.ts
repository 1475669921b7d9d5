/** Lists that may grow very long are answered piece by piece, whatever their length. */
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import type { GenerationView } from "../../../contract/generation.ts";
import type { PublicPage } from "../../../server/generation/generations.ts";
import { exportLibrary } from "../../../server/pages/library_export.ts";
import { readSitemap } from "../../../server/pages/sitemap.ts";
import { ScriptedGenerations } from "../../routes/scripted_generations.ts";
import { readZip } from "../../zip_reading.ts";
import { finishedView, viewWith } from "./generation_views.ts";

const SITE_URL = "https://lounge.example";
const CALLER = {
  visitorId: "anna",
  isNew: false,
  paymentMeans: { hasToken: false },
  role: "guest",
} as const;

/** Shared videos that are made up when they are asked for, and how many were at once. */
class ManyShared {
  mostAtOnce = 0;
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  countPublic(): Promise<number> {
    return Promise.resolve(this.#count);
  }

  listPublic({ limit, offset }: PublicPage): Promise<GenerationView[]> {
    const length = Math.max(0, Math.min(limit, this.#count - offset));
    this.mostAtOnce = Math.max(this.mostAtOnce, length);
    return Promise.resolve(
      Array.from({ length }, (_, index) => finishedView({ id: String(offset + index) })),
    );
  }
}

function sitemapOf(shared: ManyShared, address = "/sitemap.xml"): Promise<string | undefined> {
  const query = new URL(address, SITE_URL).searchParams;
  return readSitemap(shared, { siteUrl: SITE_URL, query });
}

function addressesIn(xml: string | undefined): string[] {
  return [...(xml ?? "").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = ""]) => address);
}

Deno.test("a sitemap of few videos holds them beside the pages", async () => {
  const addresses = addressesIn(await sitemapOf(new ManyShared(250)));
  assertEquals(addresses.filter((address) => address.includes("/v/")).length, 250);
  assert(addresses.includes(`${SITE_URL}/`));
});

Deno.test("a sitemap of many videos is an index of short parts, which name each once", async () => {
  const shared = new ManyShared(1001);
  const index = await sitemapOf(shared);
  assertMatch(index ?? "", /<sitemapindex xmlns/);
  const parts = addressesIn(index);
  assertEquals(parts.length, 6);
  const videos: string[] = [];
  for (const part of parts) {
    const addresses = addressesIn(await sitemapOf(shared, part));
    videos.push(...addresses.filter((address) => address.includes("/v/")));
  }
  assertEquals([videos.length, new Set(videos).size, shared.mostAtOnce], [1001, 1001, 250]);
  assertEquals(addressesIn(await sitemapOf(shared, "/sitemap.xml?part=0"))[0], `${SITE_URL}/`);
  for (const part of ["6", "-1", "1.5", "x", ""]) {
    assertEquals(await sitemapOf(shared, `/sitemap.xml?part=${part}`), undefined);
  }
});

/** Somebody's library, which counts what is read of it. */
class CountedLibrary extends ScriptedGenerations {
  read = 0;
  readonly #length: number;

  constructor(length: number) {
    super();
    this.#length = length;
  }

  override async *exportOf(): AsyncGenerator<GenerationView, void, undefined> {
    for (; this.read < this.#length; this.read++) yield viewWith({ id: String(this.read) });
  }
}

function openExport(generations: ScriptedGenerations): Response {
  const videos = { find: () => Promise.resolve(undefined) } as never;
  const clock = { now: () => Date.UTC(2026, 0, 1) } as never;
  return exportLibrary({ generations, videos, clock }, CALLER);
}

Deno.test("an export begins at once and holds a piece of a library that never ends", async () => {
  const generations = new CountedLibrary(Infinity);
  const reader = openExport(generations).body?.getReader();
  let bytes = 0;
  while (bytes < 1_000_000) {
    const piece = (await reader?.read())?.value;
    assert(piece);
    bytes += piece.length;
    // A view is about 600 bytes: never far ahead of what was taken.
    assertLess(generations.read, bytes / 500 + 1000);
  }
  await reader?.cancel();
});

Deno.test("the record of an export is one JSON object, of no generation or of many", async () => {
  for (const length of [0, 1, 700]) {
    const response = openExport(new CountedLibrary(length));
    const [record] = readZip(new Uint8Array(await response.arrayBuffer()));
    const { exportedAt, generations } = JSON.parse(new TextDecoder().decode(record?.bytes));
    assertEquals(exportedAt, "2026-01-01T00:00:00.000Z");
    assertEquals(generations.length, length);
  }
});
