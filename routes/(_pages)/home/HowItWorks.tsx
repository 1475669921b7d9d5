import type { ComponentChildren } from "preact";
import type { ModelCard } from "../../../contract/model.ts";
import { processorWord } from "../../../components/panel/model_words.ts";
import { StepVideo } from "../../../components/drawings/StepVideo.tsx";
import { StepLayers } from "../../../components/drawings/StepLayers.tsx";
import { StepPhoto } from "../../../components/drawings/StepPhoto.tsx";
import { Section } from "./Section.tsx";

export function HowItWorks({ model }: { readonly model: ModelCard }) {
  return (
    <Section
      id="how-it-works"
      title="Three steps, no cover charge"
      intro="From one picture to one short video. You need a photo and about as long as it takes to read this section."
    >
      <ol class="grid gap-5 lg:grid-cols-3">
        <Step number="1" title="Past the door" drawing={<StepPhoto />}>
          Drop, paste or choose a JPEG, PNG, WebP, GIF, AVIF or BMP. The server looks at its bytes,
          turns it upright, crops it to the model’s shape and drops the camera’s metadata, location
          included.
        </Step>
        <Step number="2" title="On the floor" drawing={<StepLayers />}>
          {model.isLocal
            ? "The engine built into this server moves a camera across the picture and draws every frame. Nothing is sent to anyone else."
            : `The prepared picture goes to ${
              processorWord(model)
            }, where ${model.name} imagines what happens next, frame by frame.`}
        </Step>
        <Step number="3" title="On the screen" drawing={<StepVideo />}>
          You get an H.264 MP4 that plays in every browser and seeks at once. Watch it here,
          download it, or keep its address: each video has a page of its own.
        </Step>
      </ol>
      <p class="mt-6 flex flex-wrap items-center gap-4">
        <a class="button" href="/examples">See six example videos</a>
        <span class="text-note text-muted">Made by the built-in engine, one for each move.</span>
      </p>
    </Section>
  );
}

interface StepProps {
  readonly number: string;
  readonly title: string;
  readonly drawing: ComponentChildren;
  readonly children: ComponentChildren;
}

function Step({ number, title, drawing, children }: StepProps) {
  return (
    <li class="panel overflow-hidden">
      <div class="border-b bg-void p-4">{drawing}</div>
      <div class="p-5">
        <h3 class="flex items-baseline gap-3 text-lead font-semibold">
          <span class="text-cyan" aria-hidden="true">{number}</span>
          {title}
        </h3>
        <p class="mt-3 text-note text-muted">{children}</p>
      </div>
    </li>
  );
}
