import { MAX_SEED } from "../../contract/seed.ts";
import { ControlFrame, fieldProps } from "./ControlFrame.tsx";
import type { Panel } from "./panel.ts";

const HINT = "The same picture, seed and settings make the same video. Blank: a new one each time.";

/** Blank is a new seed for every video; a number is kept until it is let go. */
export function SeedField({ panel }: { readonly panel: Panel }) {
  return (
    <ControlFrame panel={panel} name="seed" label="Seed" hint={HINT}>
      <div class="flex gap-2">
        <input
          {...fieldProps<HTMLInputElement>(panel, "seed", HINT)}
          class="field min-w-0"
          type="number"
          inputMode="numeric"
          min={0}
          max={MAX_SEED}
          step={1}
          placeholder="random"
        />
        <button
          type="button"
          class="button with-script mt-1"
          id="seed-shuffle"
          onClick={panel.shuffleSeed}
        >
          Shuffle
        </button>
        <button
          type="button"
          class="button preset with-script mt-1"
          id="seed-lock"
          aria-pressed={panel.state.value.values.seed !== ""}
          onClick={panel.toggleSeed}
        >
          Lock
        </button>
      </div>
    </ControlFrame>
  );
}
