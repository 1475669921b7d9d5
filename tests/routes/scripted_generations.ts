import type { GenerationView, ShownEvent } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { InputError } from "../../server/errors.ts";
import type {
  Followed,
  Generations,
  PublicPage,
  SubmitRequest,
  Submitted,
  Viewer,
} from "../../server/generation/generations.ts";
import type { PaymentMeans } from "../../server/generation/available_models.ts";
import type { Sharing } from "../../server/generation/ports/library_store.ts";
import { viewWith } from "../server/pages/generation_views.ts";

/** A generation whose life the test decides. */
export interface ScriptedGeneration {
  view: GenerationView;
  readonly ownerId: string;
  readonly events: ShownEvent[];
}

/** The service as routes see it, without videos: the test moves the generations itself. */
export class ScriptedGenerations implements Generations {
  readonly all = new Map<string, ScriptedGeneration>();
  readonly submitted: SubmitRequest[] = [];
  readonly erased = new Set<string>();
  /** Answers the next submission in place of accepting it; may throw. */
  onSubmit: ((request: SubmitRequest) => Submitted) | undefined;
  #changed = Promise.withResolvers<void>();

  /** Adds a generation, or changes it, and wakes whoever follows. */
  put(view: GenerationView, ownerId = "nobody"): ScriptedGeneration {
    const before = this.all.get(view.id);
    const generation = before ?? { view, ownerId, events: [] };
    generation.view = view;
    this.all.set(view.id, generation);
    this.wake();
    return generation;
  }

  wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  // deno-lint-ignore require-await -- what it throws must be a rejection
  async submit(request: SubmitRequest): Promise<Submitted> {
    this.submitted.push(request);
    if (this.onSubmit) return this.onSubmit(request);
    const { batch } = request;
    const view = viewWith({ id: crypto.randomUUID(), ...(batch === undefined ? {} : { batch }) });
    this.put(view, request.visitorId);
    return { id: view.id, kind: "created" };
  }

  // deno-lint-ignore require-await -- what it throws must be a rejection
  async view(id: string, viewer: Viewer): Promise<GenerationView> {
    if (this.erased.has(id)) throw new InputError("erased");
    const generation = this.all.get(id);
    const isOwner = generation?.ownerId === viewer.visitorId;
    if (generation && (isOwner || viewer.opened?.id === id || generation.view.isPublic)) {
      return { ...generation.view, isOwner };
    }
    throw new InputError("not-found");
  }

  async follow(
    id: string,
    viewer: Viewer,
    { afterSeq, signal }: { readonly afterSeq: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Followed>> {
    const { lastEvent } = await this.view(id, viewer);
    return this.#follow(id, { seen: afterSeq > lastEvent ? 0 : afterSeq, viewer, signal });
  }

  async *#follow(
    id: string,
    { seen, viewer, signal }: {
      readonly seen: number;
      readonly viewer: Viewer;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<Followed> {
    let position = seen;
    while (!signal.aborted) {
      const changed = this.#changed.promise;
      const view = await this.view(id, viewer);
      for (const event of this.all.get(id)?.events.slice(position) ?? []) {
        position = event.seq;
        yield { kind: "event", event };
      }
      yield { kind: "view", view };
      if (hasEnded(view)) return;
      await until(changed, signal);
    }
  }

  async waitUntilEnded(id: string, viewer: Viewer, signal: AbortSignal): Promise<GenerationView> {
    for (;;) {
      const changed = this.#changed.promise;
      const view = await this.view(id, viewer);
      if (hasEnded(view)) return view;
      await until(changed, signal);
      signal.throwIfAborted();
    }
  }

  /** Videos here are of no picture. */
  async listOfSamePicture(id: string, viewer: Viewer): Promise<GenerationView[]> {
    await this.view(id, viewer);
    return [];
  }

  cancel(id: string, viewer: Viewer): Promise<GenerationView> {
    return this.#change(id, viewer, { state: "canceled", isCancelRequested: true });
  }

  lookAgain(id: string, viewer: Viewer): Promise<GenerationView> {
    return this.#change(id, viewer, { state: "running" });
  }

  async retry(id: string, viewer: Viewer, _paymentMeans: PaymentMeans): Promise<Submitted> {
    const view = await this.#own(id, viewer);
    const again = viewWith({ ...view, id: crypto.randomUUID() });
    this.put({ ...again, page: `/v/${again.id}` }, viewer.visitorId);
    return { id: again.id, kind: "created" };
  }

  setSharing(id: string, viewer: Viewer, { isPublic }: Sharing): Promise<GenerationView> {
    return this.#change(id, viewer, { isPublic });
  }

  async erase(id: string, viewer: Viewer): Promise<void> {
    await this.#own(id, viewer);
    this.erased.add(id);
    this.wake();
  }

  async eraseAll(viewer: Viewer): Promise<{ erased: number; kept: string[] }> {
    const own = await this.list(viewer, { limit: Infinity });
    const kept = own.filter((generation) => !hasEnded(generation)).map(({ id }) => id);
    const gone = own.filter(({ id }) => !kept.includes(id));
    for (const { id } of gone) await this.erase(id, viewer);
    return { erased: gone.length, kept };
  }

  list(
    viewer: Viewer,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<GenerationView[]> {
    const own = [...this.all.values()]
      .filter(({ ownerId, view }) => ownerId === viewer.visitorId && !this.erased.has(view.id))
      .map(({ view }) => view)
      .filter(({ createdAt }) => Date.parse(createdAt) < (page.before ?? Infinity))
      .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    return Promise.resolve(own.slice(0, page.limit));
  }

  async *exportOf(viewer: Viewer): AsyncGenerator<GenerationView, void, undefined> {
    yield* await this.list(viewer, { limit: Infinity });
  }

  async listOfBatch(viewer: Viewer, batch: string): Promise<GenerationView[]> {
    const own = await this.list(viewer, { limit: Infinity });
    return own.filter((view) => view.batch === batch).toReversed();
  }

  listPublic({ limit, offset }: PublicPage): Promise<GenerationView[]> {
    return Promise.resolve(this.#shared().slice(offset, offset + limit));
  }

  countPublic(): Promise<number> {
    return Promise.resolve(this.#shared().length);
  }

  #shared(): GenerationView[] {
    return [...this.all.values()].map(({ view }) => view).filter((view) => view.isPublic);
  }

  async #own(id: string, viewer: Viewer): Promise<GenerationView> {
    const view = await this.view(id, viewer);
    if (view.isOwner) return view;
    throw new InputError("not-found");
  }

  async #change(
    id: string,
    viewer: Viewer,
    changes: Partial<GenerationView>,
  ): Promise<GenerationView> {
    const view = { ...await this.#own(id, viewer), ...changes };
    this.put(view);
    return view;
  }
}

/** Resolves at the next change or when the signal aborts. */
async function until(changed: Promise<void>, signal: AbortSignal): Promise<void> {
  const left = Promise.withResolvers<void>();
  const leave = () => left.resolve();
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  await Promise.race([changed, left.promise]);
  signal.removeEventListener("abort", leave);
}
