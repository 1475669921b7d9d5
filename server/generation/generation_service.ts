import type { FailureFacts, GenerationView } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import type { Log } from "../log.ts";
import { type Access, openGeneration, openOwn } from "./access.ts";
import { Admission, type AdmissionDependencies } from "./admission.ts";
import { Following } from "./following.ts";
import type { Generation } from "./generation.ts";
import type { Followed, Generations, SubmitRequest, Submitted, Viewer } from "./generations.ts";
import { viewOf } from "./generation_view.ts";
import type { Purse } from "./offer.ts";
import { VisitorErasure } from "./visitor_erasure.ts";

/** Everything that the service is handed. */
export interface GenerationServiceDependencies extends AdmissionDependencies {
  readonly log: Log;
  /** Makes the problem of a stored failure. */
  readonly toProblem: (failure: FailureFacts, id: string) => Problem;
  /** How often followers ask the store without news. Default a second. */
  readonly pollMs?: number;
  /** How long `erase` waits for a running generation to stop. Default 15 seconds. */
  readonly eraseWaitMs?: number;
}

const DEFAULT_POLL_MS = 1000;
const DEFAULT_ERASE_WAIT_MS = 15_000;
/** How many films of one picture are listed. */
const MAX_OF_ONE_PICTURE = 24;
/** How many generations an export reads in one go. */
const EXPORT_PAGE = 100;

/** What visitors can do with generations. The work itself is the runner's. */
export class GenerationService implements Generations {
  readonly #dependencies: GenerationServiceDependencies;
  readonly #admission: Admission;
  readonly #following: Following;
  readonly #erasure: VisitorErasure;

  constructor(dependencies: GenerationServiceDependencies) {
    this.#dependencies = dependencies;
    this.#admission = new Admission(dependencies);
    const { pollMs = DEFAULT_POLL_MS, eraseWaitMs = DEFAULT_ERASE_WAIT_MS } = dependencies;
    const following = new Following({ ...dependencies, pollMs });
    this.#following = following;
    this.#erasure = new VisitorErasure({ ...dependencies, following, waitMs: eraseWaitMs });
  }

  async submit(request: SubmitRequest): Promise<Submitted> {
    return await this.#admission.submit(request);
  }

  async view(id: string, viewer: Viewer): Promise<GenerationView> {
    const { generation, access } = await openGeneration(this.#dependencies.store, { id, viewer });
    return await this.#describe(generation, access);
  }

  async follow(
    id: string,
    viewer: Viewer,
    { afterSeq, signal }: { readonly afterSeq: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Followed>> {
    const { generation } = await openGeneration(this.#dependencies.store, { id, viewer });
    const isPlace = Number.isSafeInteger(afterSeq) && afterSeq >= 0;
    const start = isPlace && afterSeq <= generation.lastSeq ? afterSeq : 0;
    const look = () => this.view(id, viewer);
    return this.#following.follow(id, { afterSeq: start, look, signal });
  }

  async waitUntilEnded(id: string, viewer: Viewer, signal: AbortSignal): Promise<GenerationView> {
    const { store } = this.#dependencies;
    const { access } = await openGeneration(store, { id, viewer });
    const read = async () => (await openGeneration(store, { id, viewer })).generation;
    return await this.#describe(await this.#following.untilEnded(id, { read, signal }), access);
  }

  async cancel(id: string, viewer: Viewer): Promise<GenerationView> {
    const { store, news, now } = this.#dependencies;
    await openOwn(store, { id, viewer });
    await store.requestCancel(id, now());
    news.announce(id);
    return await this.view(id, viewer);
  }

  async retry(id: string, viewer: Viewer, purse: Purse): Promise<Submitted> {
    const generation = await openOwn(this.#dependencies.store, { id, viewer });
    return await this.#admission.retry(generation, purse);
  }

  async setPublic(id: string, viewer: Viewer, isPublic: boolean): Promise<GenerationView> {
    const { store, news } = this.#dependencies;
    await openOwn(store, { id, viewer });
    await store.setPublic(id, isPublic);
    news.announce(id);
    return await this.view(id, viewer);
  }

  async erase(id: string, viewer: Viewer): Promise<void> {
    await this.#erasure.erase(id, viewer);
  }

  async eraseAll(
    viewer: Viewer,
  ): Promise<{ readonly erased: number; readonly kept: readonly string[] }> {
    return await this.#erasure.eraseAll(viewer);
  }

  async list(
    viewer: Viewer,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<GenerationView[]> {
    const generations = await this.#dependencies.store.listOf(viewer.visitorId, page);
    return await Promise.all(
      generations.map((generation) => this.#describe(generation, "owner")),
    );
  }

  async listOfSamePicture(id: string, viewer: Viewer): Promise<GenerationView[]> {
    const { store } = this.#dependencies;
    const { generation: { picture }, access } = await openGeneration(store, { id, viewer });
    if (access !== "owner") return [];
    const asked = { visitorId: viewer.visitorId, picture, limit: MAX_OF_ONE_PICTURE + 1 };
    const others = (await store.listOfPicture(asked)).filter((other) => other.id !== id);
    return await Promise.all(
      others.slice(0, MAX_OF_ONE_PICTURE).map((other) => this.#describe(other, "owner")),
    );
  }

  async *exportOf(viewer: Viewer): AsyncGenerator<GenerationView, void, undefined> {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const page = await this.list(viewer, { limit: EXPORT_PAGE, before });
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      before = Date.parse(last.createdAt);
    }
  }

  async listPublic(limit: number): Promise<GenerationView[]> {
    const generations = await this.#dependencies.store.listPublic(limit);
    return await Promise.all(
      generations.map((generation) => this.#describe(generation, "public")),
    );
  }

  /** Ends all following and waiting; the generations go on. */
  close(): void {
    this.#following.close();
  }

  async #describe(generation: Generation, access: Access): Promise<GenerationView> {
    const { store, offers, durations, toProblem } = this.#dependencies;
    const { id, recipe, state } = generation;
    return viewOf(generation, {
      access,
      toProblem,
      model: offers.model(recipe.modelId),
      queuePosition: state === "queued" ? await store.queuePosition(id) : undefined,
      usualSeconds: await durations.rangeOf(recipe.modelId),
    });
  }
}
