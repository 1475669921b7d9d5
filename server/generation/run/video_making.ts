import type { VideoFacts } from "../../../contract/generation.ts";
import type { ServedModel } from "../available_models.ts";
import type { OpenPicture, PictureStore } from "../ports/picture_store.ts";
import type { Picture, ProviderOperation, ProviderVideo } from "../ports/provider.ts";
import type { Claim } from "./claim.ts";
import { keepVideo, type VideoKeeping } from "./video_keeping.ts";
import {
  cancelOperation,
  followOperation,
  NeverBegan,
  type OddAnswer,
  WorkEnded,
} from "./operation_following.ts";
import type { ProgressThrottle } from "./progress_throttle.ts";
import { ProviderAsking, type ProviderAskingDependencies } from "./provider_asking.ts";
import { continuationOf, interrupted, neverTaken } from "./recovery.ts";

/** How often work is sent once more that got lost on its way to the provider. */
const MAX_TIMES_ANEW = 2;

/** What videos are made with. */
export interface VideoMakingDependencies extends VideoKeeping, ProviderAskingDependencies {
  readonly pictures: Pick<PictureStore, "read" | "remove">;
  readonly openPicture: OpenPicture;
}

/** The work on one claimed generation: from wherever it stands to a visible video. */
export class VideoMaking {
  readonly #claim: Claim;
  readonly #served: ServedModel;
  readonly #progress: ProgressThrottle;
  readonly #asking: ProviderAsking;
  readonly #dependencies: VideoMakingDependencies;
  #isDone = false;
  #end: WorkEnded["end"] | undefined;
  #picture: Picture | undefined;
  readonly #told = new Set<string>();

  constructor(
    { claim, served, progress }: { claim: Claim; served: ServedModel; progress: ProgressThrottle },
    dependencies: VideoMakingDependencies,
  ) {
    this.#claim = claim;
    this.#served = served;
    this.#progress = progress;
    this.#asking = new ProviderAsking({ claim, served, progress }, dependencies);
    this.#dependencies = dependencies;
  }

  /** The failure to end with where it stands still because the visitor's token is not here. */
  get missingToken(): Error | undefined {
    return this.#asking.missingToken;
  }

  /**
   * The visitor's token, if it was used, is not known at the provider: it pays for nothing more.
   */
  refuseToken(): void {
    this.#asking.refuseToken();
  }

  /** Asks the provider to stop its work, as `cancelOperation` does. */
  async cancel(operation: ProviderOperation["operation"]): Promise<void> {
    const { provider } = this.#served;
    const { clock } = this.#dependencies;
    await cancelOperation(operation, { provider, call: this.#asking.call, clock });
  }

  /** Whether the provider has said that it is done, or handed a video over, good or bad. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** What ended work that a provider had taken; `undefined` when something else ended it. */
  get end(): WorkEnded["end"] | undefined {
    return this.#end;
  }

  /**
   * Makes the video, or goes on where an earlier process stopped, and publishes it.
   *
   * @throws {LoungeError} when that fails
   * @throws the claim's reason when it is broken off
   */
  async perform(): Promise<VideoFacts> {
    const { generation, signal } = this.#claim;
    signal.throwIfAborted();
    const published = await this.#findPublished();
    const next = continuationOf(generation, {
      isRepeatable: this.#served.provider.isRepeatable,
      isPublished: published !== undefined,
    });
    if (next.kind === "give-up") throw interrupted();
    if (next.kind === "follow") {
      return await this.#orAnew(() => this.#follow(next.operation, { isNew: false }));
    }
    // Written once more: a video is inspected as a file, and not every store has videos as files.
    if (next.kind === "note-video" && published) {
      return await this.#keep({ bytes: await published.open() });
    }
    return await this.#orAnew(() => this.#make());
  }

  async #make(): Promise<VideoFacts> {
    const made = await this.#asking.start(() => this.#openPicture());
    if (made.kind === "video") return await this.#keep(made);
    const { operation } = made;
    await this.#claim.note({ kind: "operation", at: this.#dependencies.clock.now(), operation });
    return await this.#follow(operation, { isNew: true });
  }

  /** Sends the work once more, a few times at most, where the provider has never had it. */
  async #orAnew(attempt: () => Promise<VideoFacts>): Promise<VideoFacts> {
    for (let times = 0;; times++) {
      try {
        return await (times === 0 ? attempt() : this.#make());
      } catch (error) {
        if (!(error instanceof NeverBegan)) throw error;
        await this.#claim.note({ kind: "not-sent" });
        if (times >= MAX_TIMES_ANEW) throw neverTaken();
      }
    }
  }

  /** The video of an earlier attempt, which became visible whatever could be noted of it. */
  async #findPublished() {
    const { id, attempt } = this.#claim.generation;
    return attempt > 1 ? await this.#dependencies.videos.find(`${id}.mp4`) : undefined;
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
  ): Promise<VideoFacts> {
    const { clock } = this.#dependencies;
    try {
      return await followOperation(operation, {
        provider: this.#served.provider,
        call: this.#asking.call,
        clock,
        isNew,
        note: (known) => this.#noteDone(known),
        onDone: () => this.#isDone = true,
        onOdd: (failure) => this.#tellOnce(failure),
        keep: (video) => this.#keep(video),
      });
    } catch (error) {
      if (!(error instanceof WorkEnded)) throw error;
      this.#end = error.end;
      throw error.failure;
    }
  }

  /** Where the video is, is worth a write, but no end of the work where that fails. */
  async #noteDone(operation: ProviderOperation["operation"]): Promise<void> {
    const { clock, log } = this.#dependencies;
    const { generation: { id }, signal } = this.#claim;
    try {
      await this.#claim.note({ kind: "operation", at: clock.now(), operation, isDone: true });
    } catch (error) {
      signal.throwIfAborted();
      log.info("operation not noted", { id, cause: String(error) });
    }
  }

  /** Work that is asked for again is otherwise silent until its end; each failure is logged once. */
  #tellOnce({ code, parameters: { kind }, cause }: OddAnswer): void {
    const failure = `${code} ${kind}`;
    if (this.#told.has(failure)) return;
    this.#told.add(failure);
    const { id } = this.#claim.generation;
    this.#dependencies.log.info("provider asked again", { id, code, kind, cause: String(cause) });
  }

  async #keep(made: Omit<ProviderVideo, "kind">): Promise<VideoFacts> {
    this.#isDone = true;
    try {
      await this.#progress.close();
      await this.#claim.noteSaving();
    } catch (error) {
      await made.bytes.cancel(error).catch(() => {});
      throw error;
    }
    return await keepVideo({
      made,
      claim: this.#claim,
      model: this.#served.model,
      openPicture: () => this.#openPicture(),
    }, this.#dependencies);
  }
}
