import { PanelControls } from "../components/panel/PanelControls.tsx";
import { STUDIO_FORM } from "./panel/held_form.ts";
import { GenerateArea } from "./studio/GenerateArea.tsx";
import { DropZone } from "./studio/DropZone.tsx";
import { FrameNote } from "./studio/FrameNote.tsx";
import { Screen } from "./studio/Screen.tsx";
import { StatusLine } from "./studio/StatusLine.tsx";
import { type Mood, moodOf } from "./studio/studio_state.ts";
import { useStudioPage } from "./studio/use_studio_page.ts";
import type { StudioOpening } from "./studio/studio_opening.ts";

const GLOW_CLASS: Readonly<Record<Mood, string>> = {
  idle: "glow-cyan",
  armed: "glow-cyan",
  working: "glow-amber",
  stopped: "glow-cyan",
  done: "glow-green",
  failed: "glow-coral",
};

/**
 * The studio: it sends pictures and follows what becomes of them. Without scripting it is a plain
 * form that `POST /generate` answers with the page of the generation.
 */
export default function Studio(opening: StudioOpening) {
  const { isAlive, signals, studio, drop, panel, refs } = useStudioPage(opening);
  const state = signals.state.value;
  const { framing } = signals;

  return (
    <>
      {opening.frame && <FrameNote frame={opening.frame} choose={studio.choose} />}
      <form
        id={STUDIO_FORM}
        method="post"
        action="/generate"
        encType="multipart/form-data"
        noValidate={isAlive}
        class={`panel panel-lit studio p-3 lg:p-5 ${GLOW_CLASS[moodOf(state)]}`}
        onSubmit={(event) => {
          event.preventDefault();
          studio.submit();
        }}
        onKeyDown={({ key }) => {
          if (key === "Escape") panel?.closeChooser();
        }}
        onDragOver={drop.onDragOver}
        onDragLeave={drop.onDragLeave}
        onDrop={drop.onDrop}
      >
        {/* Enter in a field presses the first submit button: this one, not a preset. */}
        <button type="submit" hidden />
        <DropZone
          state={state}
          framing={framing}
          isDragOver={drop.isOver.value}
          maxImageBytes={opening.facts.maxImageBytes}
          panel={panel}
          input={refs.input}
          choose={studio.choose}
        />
        <Screen state={state} framing={framing} panel={panel} frame={refs.screen} />
        <GenerateArea
          state={state}
          panel={panel}
          button={refs.button}
          retry={studio.retry}
          lookAgain={studio.lookAgain}
          choosePicture={() => refs.input.current?.click()}
        />
        <StatusLine state={state} line={refs.line} cancel={studio.cancel} retry={studio.retry} />
        {panel && (
          <div class="order-6 lg:order-none lg:col-span-2 border-t pt-3">
            <PanelControls panel={panel} />
          </div>
        )}
      </form>
    </>
  );
}
