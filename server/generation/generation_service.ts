import type { GenerationView, StoredEvent } from "../../contract/generation.ts";
import { openGeneration, openOwn } from "./access.ts";
import { Admission, type AdmissionDependencies } from "./admission.ts";
import { cancelGeneration } from "./canceling.ts";
import { Following } from "./following.ts";
import { shownEvent } from "./shown_event.ts";
import { GenerationViews, type GenerationViewsDependencies } from "./generation_views.ts";
import type {
  Followed,
  Generations,
  PublicPage,
  SubmitRequest,
  Submitted,
  Viewer,
} from "./generations.ts";
import type { LibraryPart, Sharing } from "./ports/library_store.ts";
import { VisitorErasure, type VisitorErasureDependencies } from "./visitor_erasure.ts";

/** Everything that the service is handed. */
export interface GenerationServiceDependencies
  extends
    AdmissionDependencies,
    GenerationViewsDependencies,
    Omit<VisitorErasureDependencies, "following" | "waitMs"> {
  readonly models: AdmissionDependencies["models"];
  /** How often the store is looked at for all followers. Default a second. */
  readonly pollMs?: number;
  /** How long `erase` waits for a running generation to stop. Default 15 seconds. */
  readonly eraseWaitMs?: number;
}

const DEFAULT_POLL_MS = 1000;
const DEFAULT_ERASE_WAIT_MS = 15_000;

/** What visitors can do with generations. The work itself is the runner's. */
export class GenerationService implements Generations {
  readonly #dependencies: GenerationServiceDependencies;
  readonly #admission: Admission;
  readonly #views: GenerationViews;
  readonly #following: Following;
  readonly #erasure: VisitorErasure;

  constructor(dependencies: GenerationServiceDependencies) {
    this.#dependencies = dependencies;
    this.#admission = new Admission(dependencies);
    this.#views = new GenerationViews(dependencies);
    const { pollMs = DEFAULT_POLL_MS, eraseWaitMs = DEFAULT_ERASE_WAIT_MS } = dependencies;
    const following = new Following({ ...dependencies, line: this.#views.line, pollMs });
    this.#following = following;
    this.#erasure = new VisitorErasure({ ...dependencies, following, waitMs: eraseWaitMs });
  }

  async submit(request: SubmitRequest): Promise<Submitted> {
    return await this.#admission.submit(request);
  }

  async view(id: string, viewer: Viewer): Promise<GenerationView> {
    return await this.#views.view(id, viewer);
  }

  async follow(
    id: string,
    viewer: Viewer,
    { afterSeq, signal }: { readonly afterSeq: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Followed>> {
    const { library, toProblem } = this.#dependencies;
    const { generation: about } = await openGeneration(library, { id, viewer });
    const isPlace = Number.isSafeInteger(afterSeq) && afterSeq >= 0;
    const start = isPlace && afterSeq <= about.lastSeq ? afterSeq : 0;
    const look = () => this.view(id, viewer);
    const show = (event: StoredEvent) => shownEvent(event, { about, toProblem });
    return this.#following.follow(id, { afterSeq: start, look, show, signal });
  }

  async waitUntilEnded(id: string, viewer: Viewer, signal: AbortSignal): Promise<GenerationView> {
    const { library } = this.#dependencies;
    const { access } = await openGeneration(library, { id, viewer });
    const read = async () => (await openGeneration(library, { id, viewer })).generation;
    const generation = await this.#following.untilEnded(id, { read, signal });
    return await this.#views.describe(generation, access);
  }

  async cancel(id: string, viewer: Viewer): Promise<GenerationView> {
    const generation = await openOwn(this.#dependencies.library, { id, viewer });
    await cancelGeneration(generation, this.#dependencies);
    return await this.view(id, viewer);
  }

  async retry(
    id: string,
    viewer: Viewer,
    paymentMeans: SubmitRequest["paymentMeans"],
  ): Promise<Submitted> {
    const generation = await openOwn(this.#dependencies.library, { id, viewer });
    return await this.#admission.retry(generation, { line: viewer.line, paymentMeans });
  }

  async lookAgain(id: string, viewer: Viewer): Promise<GenerationView> {
    await this.#admission.lookAgain(await openOwn(this.#dependencies.library, { id, viewer }));
    return await this.view(id, viewer);
  }

  async setSharing(id: string, viewer: Viewer, sharing: Sharing): Promise<GenerationView> {
    const { library, notifier, now } = this.#dependencies;
    await openOwn(library, { id, viewer });
    await library.setSharing(id, sharing, now());
    notifier.notify(id);
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

  async list(viewer: Viewer, page: LibraryPart): Promise<GenerationView[]> {
    return await this.#views.list(viewer, page);
  }

  async listOfSamePicture(id: string, viewer: Viewer): Promise<GenerationView[]> {
    return await this.#views.listOfSamePicture(id, viewer);
  }

  async listOfBatch(viewer: Viewer, batch: string): Promise<GenerationView[]> {
    return await this.#views.listOfBatch(viewer, batch);
  }

  exportOf(viewer: Viewer): AsyncIterable<GenerationView> {
    return this.#views.exportOf(viewer);
  }

  async listPublic(page: PublicPage): Promise<GenerationView[]> {
    return await this.#views.listPublic(page);
  }

  async countPublic(): Promise<number> {
    return await this.#dependencies.library.countPublic();
  }

  /** Ends all following and waiting; the generations go on. */
  close(): void {
    this.#following.close();
  }
}
