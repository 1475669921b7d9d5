import { MAX_SEED } from "../../contract/seed.ts";
import { ControlFrame, controlId, describedBy } from "./ControlFrame.tsx";

/** Blank is a new seed for every video; a number is kept until it is let go. */
export function SeedField({ seed }: { readonly seed: number | undefined }) {
  const hint =
    "The same picture, seed and settings make the same video. Blank: a new one each time.";
  return (
    <ControlFrame name="seed" label="Seed" hint={hint}>
      <div class="flex gap-2">
        <input
          id={controlId("seed")}
          name="seed"
          class="field min-w-0"
          type="number"
          inputMode="numeric"
          min={0}
          max={MAX_SEED}
          step={1}
          value={seed === undefined ? "" : String(seed)}
          placeholder="random"
          aria-describedby={describedBy("seed", hint)}
          data-default=""
        />
        <button type="button" class="button with-script mt-1" data-act="shuffle" id="seed-shuffle">
          Shuffle
        </button>
        <button
          type="button"
          class="button preset with-script mt-1"
          data-act="lock"
          id="seed-lock"
          aria-pressed={seed !== undefined}
        >
          Lock
        </button>
      </div>
    </ControlFrame>
  );
}
