import { type Addition, type AdditionDependencies, Additions } from "./addition.ts";
import { keyReused, notOpen, queueFull, wholeQueueFull } from "./admission_failures.ts";
import {
  type Application,
  applicationAgain,
  type ApplicationDependencies,
  applicationOf,
} from "./application.ts";
import { type Generation, isOpen } from "./generation.ts";
import type { GenerationNotifier } from "./generation_notifier.ts";
import type { SubmitRequest, Submitted } from "./generations.ts";
import type { Log } from "../log.ts";
import { CapLog, spendLimitReached } from "./spend_caps.ts";
import { videoName } from "./ports/video_name.ts";
import type { UsualDurations } from "./usual_durations.ts";

/** A second click within this time joins the first. */
const JOIN_MS = 60_000;

/** What decides on admission. */
export interface AdmissionDependencies extends ApplicationDependencies, AdditionDependencies {
  readonly notifier: GenerationNotifier;
  readonly durations: UsualDurations;
  readonly log: Log;
}

/** Takes in new generations. */
export class Admission {
  readonly #dependencies: AdmissionDependencies;
  readonly #additions: Additions;
  readonly #capLog: CapLog;
  readonly #mutex = new KeyedMutex();

  constructor(dependencies: AdmissionDependencies) {
    this.#dependencies = dependencies;
    this.#additions = new Additions(dependencies);
    this.#capLog = new CapLog(dependencies.log);
  }

  /** As `Generations.submit`. */
  async submit(request: SubmitRequest): Promise<Submitted> {
    return await this.#admit(await applicationOf(request, this.#dependencies));
  }

  /** As `Generations.retry`, for a generation that was found to be the viewer's. */
  async retry(
    generation: Generation,
    viewer: Pick<SubmitRequest, "line" | "paymentMeans">,
  ): Promise<Submitted> {
    return await this.#admit(await applicationAgain(generation, viewer, this.#dependencies));
  }

  /** As `Generations.lookAgain`, for a generation that was found to be the viewer's. */
  async lookAgain(generation: Generation): Promise<void> {
    const { admissions, notifier, maxQueuedPerVisitor: maxUnfinished, now } = this.#dependencies;
    const { id, recipe, state } = generation;
    // A second click finds what the first began.
    if (state === "running" || state === "saving") return;
    if (!isOpen(generation, now())) throw notOpen();
    const outcome = await admissions.reopen(id, { now: now(), maxUnfinished });
    if (outcome === "queue-full") throw await this.#queueFull(recipe.modelId);
    notifier.notify(id);
    notifier.notifyWork();
  }

  async #queueFull(modelId: string): Promise<Error> {
    const { maxQueuedPerVisitor } = this.#dependencies;
    return queueFull(maxQueuedPerVisitor, await this.#usualSeconds(modelId));
  }

  async #usualSeconds(modelId: string): Promise<number | undefined> {
    return (await this.#dependencies.durations.rangeOf(modelId))?.high;
  }

  /** One at a time for each visitor, or both of two clicks would find that there is no other. */
  async #admit(application: Application): Promise<Submitted> {
    return await this.#mutex.run(application.visitorId, async () => {
      const joined = await this.#findRunning(application);
      if (joined) return { id: joined.id, kind: "joined" };
      const addition = await this.#additions.addCached(application) ??
        await this.#additions.addQueued(application);
      return await this.#answer(addition, application);
    });
  }

  async #findRunning(application: Application): Promise<Generation | undefined> {
    if (application.idempotency || application.isFresh) return undefined;
    const { admissions, videos, now } = this.#dependencies;
    const found = await admissions.findSameRequest(application, now() - JOIN_MS);
    const isGone = found?.state === "succeeded" && !await videos.find(videoName(found.id));
    return isGone ? undefined : found;
  }

  async #answer(
    { id, kind, outcome }: Addition,
    { recipe, available }: Application,
  ): Promise<Submitted> {
    const { notifier, now } = this.#dependencies;
    switch (outcome.kind) {
      case "added":
        notifier.notify(id);
        notifier.notifyWork();
        return { id, kind };
      case "key-used":
        if (!outcome.isSameRequest) throw keyReused();
        return { id: outcome.generation.id, kind: "replayed" };
      case "queue-full":
        throw await this.#queueFull(recipe.modelId);
      case "whole-queue-full":
        throw wholeQueueFull(await this.#usualSeconds(recipe.modelId));
      case "spend-limit":
        this.#capLog.note(outcome, now());
        throw spendLimitReached(outcome, { now: now(), available });
    }
  }
}

/** Has actions with the same key run one after the other; others do not wait for them. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the action once all earlier ones of this key have settled; settles as it does. */
  async run<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const result = (async () => {
      await before?.catch(() => {});
      return await action();
    })();
    this.#last.set(key, result);
    try {
      return await result;
    } finally {
      if (this.#last.get(key) === result) this.#last.delete(key);
    }
  }
}
