import { type Deviation, fails } from "./queue_scenario.ts";
import { state, wave, working } from "./queue_steps.ts";

/** What only WaveSpeed does. */
export const WAVESPEED_SCENARIOS: Readonly<Record<string, Deviation>> = {
  "timed-out": {
    says: "The work takes too long for WaveSpeed.",
    expected: fails("job-failed", "unknown"),
    status: [working, state("timeout")],
  },
  "odd-code": {
    says: "200 with a code that is no status.",
    expected: fails("upstream-error", "unknown"),
    submit: [wave(null, { code: 1701, message: "Something is wrong" })],
  },
};
