import { CanceledError } from "../../errors.ts";

/**
 * Why a run is broken off from outside: its visitor canceled it, another runner holds it now, or
 * this server stops.
 */
export type StopCause = "visitor" | "lease-lost" | "server";

/** The reason of a run's signal when it is broken off. To providers it is a cancellation. */
export class StopError extends CanceledError {
  readonly why: StopCause;

  constructor(why: StopCause) {
    super();
    this.why = why;
  }
}
