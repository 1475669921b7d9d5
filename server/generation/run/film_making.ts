import type { FilmFacts } from "../../../contract/generation.ts";
import { nearestSize } from "../../../contract/frame_size.ts";
import type { Route } from "../../models/model.ts";
import { completeSettings } from "../../models/settings.ts";
import type {
  FilmRequest,
  Picture,
  ProviderCall,
  ProviderFilm,
  ProviderOperation,
} from "../ports/provider.ts";
import type { OpenPicture, PictureStore } from "../ports/picture_store.ts";
import type { StoredVideo } from "../ports/video_store.ts";
import type { Way } from "../offer.ts";
import type { RouteFacts } from "../generation.ts";
import { routeFactsOf } from "../route_facts.ts";
import type { Claim, ClaimDependencies } from "./claim.ts";
import { type FilmKeeping, keepFilm } from "./film_keeping.ts";
import { filmMarksOf } from "./film_marking.ts";
import { followOperation } from "./operation_following.ts";
import type { ProgressThrottle } from "./progress_throttle.ts";
import { answerOf } from "./provider_answer.ts";
import { continuationOf, interrupted } from "./recovery.ts";
import { TokenWait, type TokenWaitDependencies } from "./token_wait.ts";

/** What films are made with. */
export interface FilmMakingDependencies
  extends FilmKeeping, TokenWaitDependencies, Pick<ClaimDependencies, "clock"> {
  readonly pictures: Pick<PictureStore, "read" | "remove">;
  readonly openPicture: OpenPicture;
}

/** The work on one claimed generation: from wherever it stands to a visible film. */
export class FilmMaking {
  /** What accompanies every call to the provider. */
  readonly call: ProviderCall;
  readonly #claim: Claim;
  readonly #way: Way;
  readonly #progress: ProgressThrottle;
  readonly #tokenWait: TokenWait;
  readonly #dependencies: FilmMakingDependencies;
  #hasFilm = false;
  #picture: Picture | undefined;

  constructor(
    { claim, way, progress }: { claim: Claim; way: Way; progress: ProgressThrottle },
    dependencies: FilmMakingDependencies,
  ) {
    this.#claim = claim;
    this.#way = way;
    this.#progress = progress;
    this.#dependencies = dependencies;
    const { clock } = dependencies;
    // What is made once more while it counts as saved is made without a word.
    const report: ProviderCall["report"] = (step) =>
      claim.isSaving ? undefined : progress.report(step);
    const tokenWait = new TokenWait({ claim, report }, dependencies);
    this.#tokenWait = tokenWait;
    this.call = {
      signal: claim.signal,
      report,
      submitting: (route) => claim.note({ kind: "sent", at: clock.now(), ...this.#told(route) }),
      notStarted: () => claim.note({ kind: "not-sent" }),
      ...(claim.generation.payer === "visitor" ? { visitorToken: () => tokenWait.take() } : {}),
    };
  }

  /** Whether it stands still because the visitor's token is not here. */
  get isWaitingForToken(): boolean {
    return this.#tokenWait.isWaiting;
  }

  /** The visitor's token, if it was used, is not known at the service: it pays for nothing more. */
  refuseToken(): void {
    this.#tokenWait.refuse();
  }

  /** Whether the provider has handed a film over, good or bad. */
  get hasFilm(): boolean {
    return this.#hasFilm;
  }

  /**
   * Makes the film, or goes on where an earlier process stopped, and publishes it.
   *
   * @throws {LoungeError} when that fails
   * @throws the claim's reason when it is broken off
   */
  async perform(): Promise<FilmFacts> {
    const { generation, signal } = this.#claim;
    signal.throwIfAborted();
    const published = await this.#findPublished();
    const next = continuationOf(generation, {
      isRepeatable: this.#way.provider.isRepeatable,
      isPublished: published !== undefined,
    });
    if (next.kind === "give-up") throw interrupted();
    if (next.kind === "follow") return await this.#follow(next.operation, { isNew: false });
    // Written once more: a film is inspected as a file, and not every store has films as files.
    if (next.kind === "note-film" && published) {
      return await this.#keep({ bytes: await published.open() });
    }
    const made = await this.#start();
    if (made.kind === "film") return await this.#keep(made);
    const { operation } = made;
    await this.#claim.note({ kind: "operation", at: this.#dependencies.clock.now(), operation });
    return await this.#follow(operation, { isNew: true });
  }

  /** The film of an earlier attempt, which became visible whatever could be noted of it. */
  async #findPublished(): Promise<StoredVideo | undefined> {
    const { id, attempt } = this.#claim.generation;
    return attempt > 1 ? await this.#dependencies.videos.find(`${id}.mp4`) : undefined;
  }

  /** What is noted of the route that the work goes over. */
  #told(route: Route | undefined): { readonly route?: RouteFacts } {
    const { settings } = this.#claim.generation.recipe;
    return route ? { route: routeFactsOf(route, this.#way.model, settings) } : {};
  }

  async #start(): Promise<ProviderFilm | ProviderOperation> {
    const { recipe, reservedMicroUsd } = this.#claim.generation;
    this.call.report({ stage: "preparing", message: "Preparing your picture" });
    const { seed, prompt, shape } = recipe;
    const picture = await this.#openPicture();
    this.call.signal.throwIfAborted();
    const { provider, model } = this.#way;
    const request: FilmRequest = {
      picture,
      size: nearestSize(model.sizes, picture, shape),
      seed,
      // Complete, whatever the model has got since this was accepted.
      settings: completeSettings(model, recipe.settings),
      ...(reservedMicroUsd === undefined ? {} : { maxMicroUsd: reservedMicroUsd }),
      ...(prompt === undefined ? {} : { prompt }),
    };
    return await answerOf(provider.start(request, this.call), this.call.signal);
  }

  /** Opened once, for the provider or, when another process sent it, for the poster alone. */
  async #openPicture(): Promise<Picture> {
    const { pictures, openPicture } = this.#dependencies;
    const { id, recipe: { crop }, picture: { bytes, look } } = this.#claim.generation;
    const source = { bytes, read: () => pictures.read(id) };
    return this.#picture ??= await openPicture(source, { look, crop, signal: this.#claim.signal });
  }

  async #follow(
    operation: ProviderOperation["operation"],
    { isNew }: { readonly isNew: boolean },
  ): Promise<FilmFacts> {
    return await followOperation(operation, {
      provider: this.#way.provider,
      call: this.call,
      clock: this.#dependencies.clock,
      isNew,
      keep: (film) => this.#keep(film),
    });
  }

  async #keep(made: Omit<ProviderFilm, "kind">): Promise<FilmFacts> {
    this.#hasFilm = true;
    try {
      await this.#progress.close();
      await this.#claim.noteSaving();
    } catch (error) {
      await made.bytes.cancel(error).catch(() => {});
      throw error;
    }
    const { generation, route } = this.#claim;
    return await keepFilm({
      made,
      claim: this.#claim,
      marks: filmMarksOf({ ...generation, route }, this.#way.model, made.label),
      openPicture: () => this.#openPicture(),
    }, this.#dependencies);
  }
}
