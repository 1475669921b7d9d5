import type { Log } from "../../log.ts";
import type { ChangeListener, GenerationNotifier } from "../generation_notifier.ts";
import type { Claim } from "./claim.ts";

/** How often the store is asked though no notice came; renewing the lease asks too. */
const POLL_MS = 60_000;

/** What a cancel listener works with. */
export interface CancelListening {
  readonly notifier: GenerationNotifier;
  readonly log: Log;
}

/**
 * Breaks a claim's run off at once when its visitor cancels through this process, until it is
 * disposed. What was canceled through another process is noticed when the lease is renewed.
 */
export class CancelListener implements Disposable {
  readonly #claim: Claim;
  readonly #log: Log;
  readonly #over = new AbortController();

  constructor(claim: Claim, { notifier, log }: CancelListening) {
    this.#claim = claim;
    this.#log = log;
    void this.#hear(notifier.listen(claim.generation.id));
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }

  /** Most changes are the run's own. */
  async #hear(changes: ChangeListener): Promise<void> {
    using listener = changes;
    const { signal } = this.#over;
    for (;;) {
      await listener.next({ signal, timeoutMs: POLL_MS });
      if (signal.aborted) return;
      await this.#claim.look().catch((error) => {
        if (!signal.aborted) this.#log.error("generation not read", { error });
      });
    }
  }
}
