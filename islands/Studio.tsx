import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { GenerateArea } from "./studio/GenerateArea.tsx";
import { DropZone } from "./studio/DropZone.tsx";
import { Screen } from "./studio/Screen.tsx";
import { StatusLine } from "./studio/StatusLine.tsx";
import { type Mood, moodOf } from "./studio/studio_state.ts";
import { useStudioPage } from "./studio/use_studio_page.ts";
import type { StudioOpening } from "./studio/use_studio.ts";

const GLOW_CLASS: Readonly<Record<Mood, string>> = {
  idle: "glow-cyan",
  armed: "glow-cyan",
  working: "glow-amber",
  stopped: "glow-cyan",
  done: "glow-green",
  failed: "glow-coral",
};

interface StudioProps extends StudioOpening {
  /** The panel as the server drew it, in its three parts; none where nothing is to be set. */
  readonly choices?: ComponentChildren;
  readonly summary?: ComponentChildren;
  readonly controls?: ComponentChildren;
}

/**
 * The studio: it sends pictures and follows what becomes of them. Without scripting it is a plain
 * form that `POST /generate` answers with the page of the generation.
 */
export default function Studio({ choices, summary, controls, ...opening }: StudioProps) {
  const { studio, drop, panel, refs } = useStudioPage(opening);
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
      ref={refs.form}
      class={`panel panel-lit studio p-3 lg:p-5 ${GLOW_CLASS[moodOf(state)]}`}
      data-seed={state.kind === "following" ? state.view.seed : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        panel.submit(event.currentTarget, studio.generate);
      }}
      onInput={panel.onInput}
      onClick={panel.onClick}
      onKeyDown={panel.onKeyDown}
      onDragOver={drop.onDragOver}
      onDragLeave={drop.onDragLeave}
      onDrop={drop.onDrop}
    >
      {/* Enter in a field presses the first submit button: this one, not a preset. */}
      <button type="submit" hidden />
      <DropZone
        state={state}
        framing={studio.framing}
        isDragOver={drop.isOver.value}
        maxImageBytes={opening.facts.maxImageBytes}
        form={refs.form}
        input={refs.input}
        choose={studio.choose}
      />
      <Screen state={state} framing={studio.framing} form={refs.form} frame={refs.screen} />
      <GenerateArea
        state={state}
        choices={choices}
        summary={summary}
        button={refs.button}
        retry={studio.retry}
        choosePicture={() => refs.input.current?.click()}
      />
      <StatusLine state={state} line={refs.line} cancel={studio.cancel} retry={studio.retry} />
      {controls && <div class="order-6 lg:order-none lg:col-span-2 border-t pt-3">{controls}</div>}
    </form>
  );
}
