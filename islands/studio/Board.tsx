import type { RefObject } from "preact";
import type { StudioOffer } from "../../contract/site_facts.ts";
import { MainButton } from "./MainButton.tsx";
import { moodOf, type Recipe, type StudioState } from "./studio_state.ts";

interface BoardProps {
  readonly state: StudioState;
  readonly offer: StudioOffer;
  readonly recipe?: Recipe | undefined;
  readonly button: RefObject<HTMLElement>;
  retry(): void;
}

/** What will happen on Generate, and Generate itself. */
export function Board({ state, offer, recipe, button, retry }: BoardProps) {
  return (
    <div class="lg:mt-4 gap-4 lg:gap-8 lg:flex lg:items-center border-t pt-3 lg:pt-4">
      <dl class="grid flex-1 grid-cols-2 md:grid-cols-4 gap-x-4 gap-y-2 text-fine">
        <Fact name="Model" value={offer.modelName} />
        <Fact
          name="Your picture"
          value={offer.leavesThisServer ? `goes to ${offer.whoProcesses}` : "stays on this server"}
        />
        {recipe === undefined
          ? <Fact name="Price" value={offer.isLocal ? "free" : "paid by this instance"} />
          : <Fact name="Seed" value={`${recipe.seed}, as before`} />}
        <Fact name="Usual wait" value={`about ${offer.usualSeconds} s`} />
      </dl>
      {recipe !== undefined && (
        <>
          <input type="hidden" name="model" value={recipe.model} />
          <input type="hidden" name="seed" value={recipe.seed} />
        </>
      )}
      <div class={DOCK_CLASS[moodOf(state)]}>
        <MainButton state={state} button={button} retry={retry} />
      </div>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="min-w-0">
      <dt class="text-muted">{name}</dt>
      <dd class="font-bold">{value}</dd>
    </div>
  );
}

const DOCK_AT_REST = "mt-3 lg:mt-0";
/** On a phone the button stays within reach of the thumb once a picture is on stage. */
const DOCK_AT_THUMB = "dock lg:mt-0";

const DOCK_CLASS = {
  idle: DOCK_AT_REST,
  armed: DOCK_AT_THUMB,
  working: DOCK_AT_THUMB,
  stopped: DOCK_AT_THUMB,
  failed: DOCK_AT_THUMB,
  done: DOCK_AT_REST,
} as const;
