import type { RefObject } from "preact";
import type { Panel } from "../../components/panel/panel.ts";
import { PanelChoices } from "../../components/panel/PanelChoices.tsx";
import { PanelSummary } from "../../components/panel/PanelSummary.tsx";
import { MainButton } from "./MainButton.tsx";
import { moodOf, type StudioState } from "./studio_state.ts";

interface GenerateAreaProps {
  readonly state: StudioState;
  readonly panel: Panel | undefined;
  readonly button: RefObject<HTMLElement>;
  retry(): void;
  lookAgain(): void;
  choosePicture(): void;
}

/** What will happen on Generate, and Generate itself. */
export function GenerateArea({ state, panel, ...button }: GenerateAreaProps) {
  return (
    <>
      {panel && (
        <div class="choices order-4 lg:order-none min-w-0">
          <PanelChoices panel={panel} />
        </div>
      )}
      <div class={panel ? BESIDE : ALONE}>
        <div class="order-5 lg:order-none min-w-0">
          {panel && <PanelSummary panel={panel} />}
        </div>
        <div class={DOCK_CLASS[moodOf(state)]}>
          <MainButton state={state} {...button} />
        </div>
      </div>
    </>
  );
}

const BESIDE = "contents lg:block lg:relative";
const ALONE = "contents lg:block lg:relative lg:col-span-2 lg:h-13";

const DOCK_AT_REST = "dock-rest order-last lg:absolute lg:right-0 lg:top-0";
/** On a phone the button stays within reach of the thumb once a picture is chosen. */
const DOCK_AT_THUMB = "dock lg:absolute lg:right-0 lg:top-0";

const DOCK_CLASS = {
  idle: DOCK_AT_REST,
  armed: DOCK_AT_THUMB,
  working: DOCK_AT_THUMB,
  stopped: DOCK_AT_THUMB,
  failed: DOCK_AT_THUMB,
  done: DOCK_AT_REST,
} as const;
