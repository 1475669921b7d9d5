import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { PanelView } from "../../contract/panel.ts";
import type { Framing } from "../picture/framing.ts";
import type { StudioState } from "../studio/studio_state.ts";
import { StudioPanel } from "./studio_panel.ts";

interface StudioSignals {
  readonly state: ReadonlySignal<StudioState>;
  readonly framing: ReadonlySignal<Framing>;
}

/** The panel of a studio; none where nothing is to be set. */
export function usePanel(
  view: PanelView | undefined,
  { state, framing }: StudioSignals,
): StudioPanel | undefined {
  const panel = useMemo(() => {
    const videoSeed = () => state.value.kind === "following" ? state.value.view.seed : undefined;
    return view && new StudioPanel(view, { framing, videoSeed });
  }, []);
  useEffect(() => panel?.start(), []);
  return panel;
}
