import { type Clock, wait } from "../../clock.ts";
import type {
  ProviderCall,
  ProviderOperation,
  ProviderVideo,
  VideoProvider,
} from "../ports/provider.ts";
import { ProviderError } from "../../errors.ts";
import { answerOf } from "./provider_answer.ts";
import { Patience, type WORK_ENDS } from "./taken_work.ts";

const FIRST_WAIT_MS = 500;
const WAIT_GROWTH = 1.3;
const MAX_WAIT_MS = 5000;
/** Between two tries to fetch a video: it is long, and may be someone else's traffic. */
const MAX_VIDEO_WAIT_MS = 10_000;

/** What an answer is told as that does not end the work. */
export type OddAnswer = Pick<ProviderError, "code" | "parameters" | "cause">;

/** How an operation is followed. */
export interface FollowingOptions<Kept> {
  readonly provider: VideoProvider;
  readonly call: ProviderCall;
  readonly clock: Clock;
  /** True right after a start, when it cannot be done yet. */
  readonly isNew: boolean;
  /** Stores what is known of the operation now that it is done, before anything more is asked. */
  readonly note: (operation: ProviderOperation["operation"]) => Promise<void>;
  /** Told when the provider says that it is done. */
  readonly onDone: () => void;
  /** Told of what does not end it: it is asked for again. */
  readonly onOdd: (answer: OddAnswer) => void;
  /** Takes the finished video; when that fails it is asked for again. */
  readonly keep: (video: ProviderVideo) => Promise<Kept>;
}

/** What ended taken work that is to be told as that failure. */
export class WorkEnded extends Error {
  readonly end: keyof typeof WORK_ENDS;
  readonly failure: unknown;

  constructor(end: keyof typeof WORK_ENDS, failure: unknown) {
    super(end);
    this.end = end;
    this.failure = failure;
  }
}

/** The provider has never had the work, though it was about to be sent. */
export class NeverBegan extends Error {}

/**
 * Asks for an operation until its video is kept, more and more seldom.
 *
 * @throws {WorkEnded} by a row of `WORK_ENDS`
 * @throws {NeverBegan} when the provider has never had it
 * @throws the call's reason when it is broken off, at the deadline at the latest
 */
export async function followOperation<Kept>(
  operation: ProviderOperation["operation"],
  { provider, call, clock, isNew, note, onDone, onOdd, keep }: FollowingOptions<Kept>,
): Promise<Kept> {
  if (!provider.check) throw new TypeError(`${provider.id} has operations but no check`);
  const patience = new Patience();
  const pauses = new Pauses({ clock, call });
  const done = () => {
    onDone();
    pauses.limitMs = MAX_VIDEO_WAIT_MS;
  };
  let handle = operation;
  if (isNew) await pauses.next(0);
  for (;;) {
    let askedMs = 0;
    try {
      const answer = await answerOf(provider.check(handle, call), call.signal);
      switch (answer.kind) {
        case "video":
          done();
          return await keep(answer);
        case "located":
          done();
          handle = answer.operation;
          await note(handle);
          if (answer.failure === undefined) continue;
          throw answer.failure;
        case "ended":
          throw new WorkEnded("final-state", answer.failure);
        case "never-began":
          throw new NeverBegan();
        case "operation":
          patience.reset();
      }
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof WorkEnded || error instanceof NeverBegan) throw error;
      const end = patience.endOf(error, clock.now());
      if (end !== undefined) throw new WorkEnded(end, error);
      if (!(error instanceof ProviderError)) throw error;
      if (error.charged === "yes") done();
      onOdd(error);
      askedMs = (error.retryAfterSeconds ?? 0) * 1000;
    }
    await pauses.next(askedMs);
  }
}

/** Waits that grow. */
class Pauses {
  limitMs = MAX_WAIT_MS;
  #nextMs = FIRST_WAIT_MS;
  readonly #clock: Clock;
  readonly #call: ProviderCall;

  constructor({ clock, call }: Pick<FollowingOptions<unknown>, "clock" | "call">) {
    this.#clock = clock;
    this.#call = call;
  }

  async next(atLeastMs: number): Promise<void> {
    const { signal } = this.#call;
    await wait(Math.max(this.#nextMs, atLeastMs), { clock: this.#clock, signal });
    this.#nextMs = Math.min(this.#nextMs * WAIT_GROWTH, this.limitMs);
  }
}

/** How long a provider may take to hear that an operation is not wanted any more. */
const TIMEOUT_MS = 5000;

/**
 * Asks the provider to stop an operation, where it can be asked. The call's own signal has aborted
 * by then and is not used.
 *
 * @throws whatever the provider throws; it is not known then whether the operation goes on
 */
export async function cancelOperation(
  operation: ProviderOperation["operation"],
  { provider, call, clock }: {
    readonly provider: VideoProvider;
    readonly call: ProviderCall;
    readonly clock: Clock;
  },
): Promise<void> {
  const limit = new AbortController();
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const cancelTimer = clock.after(TIMEOUT_MS, () => {
    limit.abort();
    reject(new Error(`${provider.id} did not answer in ${TIMEOUT_MS} ms`));
  });
  try {
    await Promise.race([provider.cancel?.(operation, { ...call, signal: limit.signal }), timeIsUp]);
  } finally {
    cancelTimer();
  }
}
