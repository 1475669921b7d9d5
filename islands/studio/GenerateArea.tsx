import type { ComponentChildren, RefObject } from "preact";
import { MainButton } from "./MainButton.tsx";
import { moodOf, type StudioState } from "./studio_state.ts";

interface GenerateAreaProps {
  readonly state: StudioState;
  /** Model, prompt and presets, as the server drew them. */
  readonly choices: ComponentChildren;
  /** Who sees the picture, who pays, how long it takes. */
  readonly summary: ComponentChildren;
  readonly button: RefObject<HTMLElement>;
  retry(): void;
  choosePicture(): void;
}

/** What will happen on Generate, and Generate itself. */
export function GenerateArea({ state, choices, summary, ...button }: GenerateAreaProps) {
  return (
    <>
      {choices && <div class="choices order-4 lg:order-none min-w-0">{choices}</div>}
      <div class={choices ? BESIDE : ALONE}>
        <div class="order-5 lg:order-none min-w-0">{summary}</div>
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
