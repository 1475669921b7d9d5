import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StudioFacts } from "../contract/site_facts.ts";
import { Board } from "./studio/Board.tsx";
import { Booth } from "./studio/Booth.tsx";
import { Screen } from "./studio/Screen.tsx";
import { StatusLine } from "./studio/StatusLine.tsx";
import type { StudioState } from "./studio/studio_state.ts";
import { useStage } from "./studio/use_stage.ts";

const GLOW_CLASS: Readonly<Record<StudioState["kind"], string>> = {
  empty: "glow-cyan",
  ready: "glow-cyan",
  uploading: "glow-amber",
  generating: "glow-amber",
  done: "glow-green",
  failed: "glow-coral",
};

interface StudioProps {
  readonly facts: StudioFacts;
}

/** The stage. Without scripting it is a plain form that `POST /generate` answers with a page. */
export default function Studio({ facts }: StudioProps) {
  const { studio, drop, refs } = useStage(facts);
  const state = studio.state.value;
  const isHydrated = useSignal(false);
  useEffect(() => {
    isHydrated.value = true;
  }, []);

  return (
    <form
      method="post"
      action="/generate"
      encType="multipart/form-data"
      noValidate={isHydrated.value}
      class={`panel panel-lit p-3 lg:p-5 ${GLOW_CLASS[state.kind]}`}
      onSubmit={(event) => {
        event.preventDefault();
        studio.generate();
      }}
      onDragOver={drop.onDragOver}
      onDragLeave={drop.onDragLeave}
      onDrop={drop.onDrop}
    >
      <div class="grid gap-3 lg:gap-5 lg:grid-cols-[6fr_7fr]">
        <Booth
          state={state}
          isDragOver={drop.isOver.value}
          maxImageBytes={facts.maxImageBytes}
          input={refs.input}
          choose={studio.choose}
        />
        <Screen state={state} frame={refs.screen} />
      </div>
      <Board state={state} offer={facts.offer} button={refs.button} />
      <StatusLine state={state} line={refs.line} cancel={studio.cancel} clear={studio.clear} />
    </form>
  );
}
