import { progressOf } from "../../wording/progress.ts";
import { nearestSize } from "../../../contract/frame_size.ts";
import { completeSettings } from "../../models/settings.ts";
import type { ServedModel } from "../available_models.ts";
import type {
  Picture,
  ProviderCall,
  ProviderOperation,
  ProviderVideo,
  VideoRequest,
} from "../ports/provider.ts";
import { routeFactsOf } from "../route_facts.ts";
import type { Claim, ClaimDependencies } from "./claim.ts";
import type { ProgressThrottle } from "./progress_throttle.ts";
import { answerOf } from "./provider_answer.ts";
import { TokenWait, type TokenWaitDependencies, visitorTokenMissing } from "./token_wait.ts";

/** What asking a provider takes. */
export interface ProviderAskingDependencies
  extends TokenWaitDependencies, Pick<ClaimDependencies, "clock"> {
  /** Where the videos go. */
  readonly room: {
    /** Why a video of the model cannot be begun; `undefined` where it can. */
    lackForBeginning(modelId: string): Promise<Error | undefined>;
    noteStored(bytes: number): void;
  };
}

/** What one run asks of its provider, and notes of it before anything is sent. */
export class ProviderAsking {
  /** What accompanies every call to the provider. */
  readonly call: ProviderCall;
  readonly #claim: Claim;
  readonly #served: ServedModel;
  readonly #tokenWait: TokenWait;
  readonly #room: ProviderAskingDependencies["room"];

  constructor(
    { claim, served, progress }: { claim: Claim; served: ServedModel; progress: ProgressThrottle },
    dependencies: ProviderAskingDependencies,
  ) {
    this.#claim = claim;
    this.#served = served;
    const { clock, room } = dependencies;
    this.#room = room;
    // What is made once more while it counts as saved is made without a word.
    const report: ProviderCall["report"] = (step) =>
      claim.isSaving ? undefined : progress.report(step);
    const tokenWait = new TokenWait({ claim, report }, dependencies);
    this.#tokenWait = tokenWait;
    const { payer, recipe: { settings } } = claim.generation;
    this.call = {
      signal: claim.signal,
      report,
      submitting: async (route, operation) => {
        await this.#requireRoom();
        const at = clock.now();
        const over = route ? { route: routeFactsOf(route, served.model, settings) } : {};
        await claim.note(
          operation ? { kind: "operation", at, operation, ...over } : { kind: "sent", at, ...over },
        );
      },
      notStarted: () => claim.note({ kind: "not-sent" }),
      ...(payer === "visitor" ? { visitorToken: () => tokenWait.take() } : {}),
    };
  }

  /** The failure to end with where it stands still because the visitor's token is not here. */
  get missingToken(): Error | undefined {
    return this.#tokenWait.isWaiting ? visitorTokenMissing() : undefined;
  }

  /**
   * The visitor's token, if it was used, is not known at the provider: it pays for nothing more.
   */
  refuseToken(): void {
    this.#tokenWait.refuse();
  }

  /**
   * Asks for the video of the picture that `open` opens.
   *
   * @throws as `VideoProvider.start`, or the claim's reason when it is broken off
   * @throws {StorageError} `storage-full` or `storage-quota` before anything is sent
   */
  async start(open: () => Promise<Picture>): Promise<ProviderVideo | ProviderOperation> {
    await this.#requireRoom();
    this.call.report(progressOf("preparing-picture", {}));
    const picture = await open();
    this.call.signal.throwIfAborted();
    const { provider } = this.#served;
    return await answerOf(provider.start(this.#requestFor(picture), this.call), this.call.signal);
  }

  /** It may have waited for long: a video that nothing can be stored of is not paid for. */
  async #requireRoom(): Promise<void> {
    const lack = await this.#room.lackForBeginning(this.#served.model.id);
    if (lack) throw lack;
  }

  #requestFor(picture: Picture): VideoRequest {
    const { recipe, reservedMicroUsd } = this.#claim.generation;
    const { seed, prompt, shape } = recipe;
    const { model } = this.#served;
    return {
      picture,
      size: nearestSize(model.sizes, picture, shape),
      seed,
      // Complete, whatever the model has got since this was accepted.
      settings: completeSettings(model, recipe.settings),
      ...(reservedMicroUsd === undefined ? {} : { maxMicroUsd: reservedMicroUsd }),
      ...(prompt === undefined ? {} : { prompt }),
    };
  }
}
