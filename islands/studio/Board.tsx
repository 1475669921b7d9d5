import type { RefObject } from "preact";
import type { StudioOffer } from "../../contract/site_facts.ts";
import { isWorking, type StudioState } from "./studio_state.ts";

interface BoardProps {
  readonly state: StudioState;
  readonly offer: StudioOffer;
  readonly button: RefObject<HTMLButtonElement>;
}

/** What will happen on Generate, and Generate itself. */
export function Board({ state, offer, button }: BoardProps) {
  return (
    <div class="mt-3 lg:mt-4 gap-4 lg:gap-8 lg:flex lg:items-center border-t pt-3 lg:pt-4">
      <dl class="grid flex-1 grid-cols-2 md:grid-cols-4 gap-x-4 gap-y-2 text-fine">
        <Fact name="Model" value={offer.modelName} />
        <Fact
          name="Your picture"
          value={offer.leavesThisServer ? `goes to ${offer.whoProcesses}` : "stays on this server"}
        />
        <Fact name="Price" value={offer.isLocal ? "free" : "paid by this instance"} />
        <Fact name="Usual wait" value={`about ${offer.usualSeconds} s`} />
      </dl>
      <div class={DOCK_CLASS[state.kind]}>
        <button
          ref={button}
          type="submit"
          class={BUTTON_CLASS[state.kind]}
          aria-disabled={isWorking(state)}
        >
          {BUTTON_TEXT[state.kind]}
        </button>
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

type ByKind = Readonly<Record<StudioState["kind"], string>>;

const DOCK_AT_REST = "mt-3 lg:mt-0";
/** On a phone the button stays within reach of the thumb once a picture is on stage. */
const DOCK_AT_THUMB = "dock lg:mt-0";

const DOCK_CLASS: ByKind = {
  empty: DOCK_AT_REST,
  ready: DOCK_AT_THUMB,
  uploading: DOCK_AT_THUMB,
  generating: DOCK_AT_THUMB,
  failed: DOCK_AT_THUMB,
  done: DOCK_AT_REST,
};

const BUTTON = "tube w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const WORKING =
  "tube tube-working w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";
const READY =
  "tube tube-ready w-full lg:w-60 h-13 px-6 font-sign tracking-sign font-bold text-body";

const BUTTON_CLASS: ByKind = {
  empty: BUTTON,
  ready: READY,
  uploading: WORKING,
  generating: WORKING,
  failed: READY,
  done: BUTTON,
};

const BUTTON_TEXT: ByKind = {
  empty: "Generate",
  ready: "Generate",
  uploading: "Uploading…",
  generating: "Generating…",
  failed: "Try again",
  done: "Another take",
};
