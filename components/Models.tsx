import type { StudioOffer } from "../contract/site_facts.ts";
import { Section } from "./Section.tsx";

interface ModelCard {
  readonly name: string;
  readonly summary: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const LOCAL: ModelCard = {
  name: "Local motion preview",
  summary:
    "Made by the engine in this server: a smooth camera move across your picture. No AI video model is involved, and every film says so.",
  facts: [
    ["Makes", "25 frames or more at 1024×576 or 576×1024"],
    ["Needs", "nothing: no key, no account, no network"],
    ["Costs", "nothing but a few seconds of this server’s processor"],
    ["Picture seen by", "this server only"],
    ["Prompt", "none"],
  ],
};

const SVD: ModelCard = {
  name: "Stable Video Diffusion XT",
  summary:
    "Stability AI’s image-to-video model. It imagines real motion: water runs, smoke rises, people turn. It takes no prompt; the picture is the prompt.",
  facts: [
    ["Makes", "25 frames at 1024×576 or 576×1024"],
    ["Needs", "an inference endpoint of the operator’s own that runs the model"],
    ["Costs", "the endpoint’s time on a GPU, billed to its owner"],
    ["Picture seen by", "the endpoint, at Hugging Face or wherever it runs"],
    ["Licence", "Stability AI Community; see its terms for commercial use"],
  ],
};

export function Models({ offer }: { readonly offer: StudioOffer }) {
  return (
    <Section
      id="models"
      title="Tonight’s acts"
      intro="Two ways to make a film. The one that is on now takes the next picture; the operator of this instance decides which."
    >
      <div class="grid gap-5 lg:grid-cols-2">
        <Card card={LOCAL} isOn={offer.isLocal} />
        <Card card={SVD} isOn={!offer.isLocal} />
      </div>
    </Section>
  );
}

function Card({ card, isOn }: { readonly card: ModelCard; readonly isOn: boolean }) {
  return (
    <article class={isOn ? "panel panel-lit glow-green p-6" : "panel glow-magenta p-6"}>
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h3 class="text-lead font-semibold">{card.name}</h3>
        <p class={isOn ? "plate px-3 text-fine text-green" : "plate px-3 text-fine text-muted"}>
          {isOn ? "On now" : "Not on here"}
        </p>
      </div>
      <p class="mt-3 text-note text-muted">{card.summary}</p>
      <dl class="mt-5 text-note">
        {card.facts.map(([name, value]) => (
          <div key={name} class="grid gap-x-4 border-t py-2 sm:grid-cols-[9rem_1fr]">
            <dt class="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
