import type { Clock } from "../../clock.ts";
import type { ProviderCall } from "../ports/provider.ts";
import { InputError } from "../../errors.ts";
import { progressOf } from "../../wording/progress.ts";
import type { VisitorTokens } from "../visitor_tokens.ts";
import type { Claim } from "./claim.ts";

/** How long work that was not sent yet waits, in milliseconds. Sent work waits until its deadline. */
const PATIENCE_MS = 2 * 60 * 1000;

/** What waiting for a token takes. */
export interface TokenWaitDependencies {
  readonly tokens: VisitorTokens;
  readonly clock: Clock;
}

/** The failure of a generation whose visitor pays, and whose token did not come. */
export function visitorTokenMissing(): InputError {
  return new InputError("visitor-token-missing");
}

/**
 * Hands a run its visitor's token, and waits for it where it is not here: after a restart, or when it
 * has expired. What waits leaves its place among those that run to others.
 */
export class TokenWait {
  readonly #claim: Claim;
  readonly #report: ProviderCall["report"];
  readonly #dependencies: TokenWaitDependencies;
  #isWaiting = false;
  #taken: string | undefined;

  constructor(
    { claim, report }: { readonly claim: Claim; readonly report: ProviderCall["report"] },
    dependencies: TokenWaitDependencies,
  ) {
    this.#claim = claim;
    this.#report = report;
    this.#dependencies = dependencies;
  }

  /** Whether the run stands still because the token is not here. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /**
   * As `ProviderCall.visitorToken`. What was begun with a token goes on with it, though its visitor
   * has signed out or changed accounts meanwhile: the provider knows the work under that one only.
   */
  async take(): Promise<string> {
    this.#taken ??= await this.#find() ?? await this.#waitForDeposit();
    return this.#taken;
  }

  /** The provider does not accept the token that was taken. */
  refuse(): void {
    if (this.#taken !== undefined) this.#dependencies.tokens.refuse(this.#taken);
  }

  async #waitForDeposit(): Promise<string> {
    const { signal } = this.#claim;
    signal.throwIfAborted();
    this.#isWaiting = true;
    try {
      this.#report(progressOf("waiting-for-token", {}));
      await this.#claim.noteTokenWait(true);
      return await this.#untilDeposit();
    } finally {
      this.#isWaiting = false;
      // However else it ends, that end takes the note back.
      if (!signal.aborted) await this.#claim.noteTokenWait(false);
    }
  }

  async #untilDeposit(): Promise<string> {
    const { tokens, clock } = this.#dependencies;
    const { signal, submission } = this.#claim;
    let wake = () => {};
    const ring = () => wake();
    const stopListening = tokens.onDeposit(ring);
    signal.addEventListener("abort", ring);
    const isUnsent = submission.kind === "not-sent";
    const giveUp = () => this.#claim.stop(visitorTokenMissing());
    const cancelTimer = isUnsent ? clock.after(PATIENCE_MS, giveUp) : () => {};
    try {
      for (;;) {
        // What is deposited while the store is asked must not be missed.
        const rung = new Promise<void>((resolve) => wake = resolve);
        const token = await this.#find();
        signal.throwIfAborted();
        if (token !== undefined) return token;
        await rung;
      }
    } finally {
      cancelTimer();
      stopListening();
      signal.removeEventListener("abort", ring);
    }
  }

  /** The visitor may have signed in meanwhile, and the generation have moved to their account. */
  async #find(): Promise<string | undefined> {
    return this.#dependencies.tokens.find(await this.#claim.readVisitorId());
  }
}
