import type { GenerationView } from "../../contract/generation.ts";
import { type AccessReason, openGeneration } from "./access.ts";
import type { Generation } from "./generation.ts";
import { viewOf } from "./generation_view.ts";
import type { ToProblem } from "./shown_event.ts";
import type { PublicPage, Viewer } from "./generations.ts";
import type { AvailableModels } from "./available_models.ts";
import type { LibraryPart, LibraryStore } from "./ports/library_store.ts";
import type { UsualDurations } from "./usual_durations.ts";
import { WaitingLine } from "./waiting_line.ts";

/** What views are made with. */
export interface GenerationViewsDependencies {
  readonly library: LibraryStore;
  readonly models: Pick<AvailableModels, "model">;
  readonly durations: UsualDurations;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly toProblem: ToProblem;
  /** How long videos are kept; 0 for ever. */
  readonly retentionDays: number;
}

/** How many videos of one picture are listed. */
const MAX_OF_ONE_PICTURE = 24;
/** How many generations an export reads in one go. */
const EXPORT_PAGE = 100;

/** Reads generations as their viewers may see them; see `Generations`. */
export class GenerationViews {
  /** The places that the views tell. */
  readonly line: WaitingLine;
  readonly #dependencies: GenerationViewsDependencies;

  constructor(dependencies: GenerationViewsDependencies) {
    this.#dependencies = dependencies;
    this.line = new WaitingLine(dependencies.library, dependencies.now);
  }

  /** As `Generations.view`. */
  async view(id: string, viewer: Viewer): Promise<GenerationView> {
    const { generation, access } = await openGeneration(this.#dependencies.library, { id, viewer });
    return await this.describe(generation, access);
  }

  /** As `Generations.list`. */
  async list(viewer: Viewer, page: LibraryPart): Promise<GenerationView[]> {
    const generations = await this.#dependencies.library.listOf(viewer.visitorId, page);
    return await this.#describeAll(generations, "owner");
  }

  /** As `Generations.listOfSamePicture`. */
  async listOfSamePicture(id: string, viewer: Viewer): Promise<GenerationView[]> {
    const { library } = this.#dependencies;
    const { generation: { picture }, access } = await openGeneration(library, { id, viewer });
    if (access !== "owner") return [];
    const asked = { visitorId: viewer.visitorId, picture, limit: MAX_OF_ONE_PICTURE + 1 };
    const others = (await library.listOfPicture(asked)).filter((other) => other.id !== id);
    return await this.#describeAll(others.slice(0, MAX_OF_ONE_PICTURE), "owner");
  }

  /** As `Generations.listOfBatch`. */
  async listOfBatch(viewer: Viewer, batch: string): Promise<GenerationView[]> {
    const generations = await this.#dependencies.library.listOfBatch(viewer.visitorId, batch);
    return await this.#describeAll(generations, "owner");
  }

  /** As `Generations.exportOf`. */
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

  /** As `Generations.listPublic`. */
  async listPublic(page: PublicPage): Promise<GenerationView[]> {
    const generations = await this.#dependencies.library.listPublic(page);
    return await this.#describeAll(generations, "public");
  }

  /** A generation that was found, as whoever has this access may see it. */
  async describe(generation: Generation, access: AccessReason): Promise<GenerationView> {
    const { models, durations, toProblem, now, retentionDays } = this.#dependencies;
    const { id, recipe, state } = generation;
    return viewOf(generation, {
      access,
      toProblem,
      retentionDays,
      now: now(),
      model: models.model(recipe.modelId),
      queuePosition: state === "queued" ? await this.line.placeOf(id) : undefined,
      usualSeconds: await durations.rangeOf(recipe.modelId),
    });
  }

  async #describeAll(generations: readonly Generation[], access: AccessReason) {
    return await Promise.all(generations.map((generation) => this.describe(generation, access)));
  }
}
