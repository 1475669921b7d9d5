import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Board } from "./studio/Board.tsx";
import { Booth } from "./studio/Booth.tsx";
import { Screen } from "./studio/Screen.tsx";
import { StatusLine } from "./studio/StatusLine.tsx";
import { type Mood, moodOf } from "./studio/studio_state.ts";
import { useStage } from "./studio/use_stage.ts";
import type { StudioOpening } from "./studio/use_studio.ts";

const GLOW_CLASS: Readonly<Record<Mood, string>> = {
  idle: "glow-cyan",
  armed: "glow-cyan",
  working: "glow-amber",
  stopped: "glow-cyan",
  done: "glow-green",
  failed: "glow-coral",
};

/**
 * The stage: it sends pictures and follows what becomes of them. Without scripting it is a plain
 * form that `POST /generate` answers with the page of the generation.
 */
export default function Studio(props: StudioOpening) {
  const { facts, recipe } = props;
  const { studio, drop, refs } = useStage(props);
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
      class={`panel panel-lit flex flex-col gap-2 p-3 lg:block lg:p-5 ${GLOW_CLASS[moodOf(state)]}`}
      onSubmit={(event) => {
        event.preventDefault();
        studio.generate();
      }}
      onDragOver={drop.onDragOver}
      onDragLeave={drop.onDragLeave}
      onDrop={drop.onDrop}
    >
      <div class="contents lg:grid lg:gap-5 lg:grid-cols-[6fr_7fr]">
        <Booth
          state={state}
          isDragOver={drop.isOver.value}
          maxImageBytes={facts.maxImageBytes}
          input={refs.input}
          choose={studio.choose}
        />
        <Screen state={state} frame={refs.screen} />
      </div>
      <Board
        state={state}
        offer={facts.offer}
        recipe={recipe}
        button={refs.button}
        retry={studio.retry}
      />
      <StatusLine state={state} line={refs.line} cancel={studio.cancel} />
    </form>
  );
}
