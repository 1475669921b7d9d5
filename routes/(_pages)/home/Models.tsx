import { formatSecondsRange } from "../../../contract/units.ts";
import type { ComponentChildren } from "preact";
import type { ModelCard } from "../../../contract/model.ts";
import { PriceSourceNote } from "../../../components/panel/PriceSourceNote.tsx";
import { controlsWord, shapesWord } from "../../../components/panel/control_words.ts";
import { pictureWord, pricePhrase, usableFirst } from "../../../components/panel/model_words.ts";
import { Section } from "./Section.tsx";
import { TokenModels } from "./TokenModels.tsx";
import { SiteLink } from "../../../components/SiteLink.tsx";

export function Models({ models }: { readonly models: readonly ModelCard[] }) {
  const on = models.filter(({ needs }) => needs === undefined).length;
  const opened = models.filter(({ needs, payer }) => needs !== undefined && payer === "visitor");
  const [first, ...more] = opened;
  // A shelf of empty cards would tell one thing many times.
  const shown = usableFirst(models).filter((model) => more.length === 0 || !opened.includes(model));
  return (
    <Section
      id="models"
      title="Tonight’s acts"
      intro={`${models.length} models to make a video with, ${on} of them available to you now.`}
    >
      <ul class="grid gap-5 lg:grid-cols-2">
        {shown.map((model) => (
          <li key={model.id} class="grid">
            <Card model={model} />
          </li>
        ))}
        {first && more.length > 0 && (
          <li class="grid lg:col-span-2">
            <TokenModels models={[first, ...more]} />
          </li>
        )}
      </ul>
    </Section>
  );
}

function Card({ model }: { readonly model: ModelCard }) {
  const { id, name, maker, summary, needs, price, payer, licence, canRunOnOwnServer } = model;
  const isOn = needs === undefined;
  return (
    <article class={isOn ? "panel glow-green p-4 md:p-6" : "panel glow-magenta p-4 md:p-6"}>
      <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <h3 class="text-lead font-semibold">{name}</h3>
        <p class={isOn ? "plate px-3 text-fine text-green" : "plate px-3 text-fine text-muted"}>
          {isOn ? "Available" : "Not available here"}
        </p>
      </div>
      <p class="mt-2 text-note text-muted">{summary}</p>
      <dl class="mt-4 text-fine">
        {needs !== undefined && <Fact name="Needs">{needs}</Fact>}
        <Fact name="Price">
          {pricePhrase(price, payer)} <PriceSourceNote source={price.source} />
        </Fact>
        <Fact name="Your picture">{pictureWord(model)}</Fact>
        <Fact name="Usual wait">{formatSecondsRange(model.usualSeconds)}</Fact>
      </dl>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        <details class="drawer">
          <summary class="button" aria-label={`More about ${name}`}>
            More <span class="chevron text-cyan" aria-hidden="true" />
          </summary>
          <dl class="mt-3 text-fine">
            <Fact name="Made by">{maker}</Fact>
            <Fact name="Can do">{shapesWord(model)}. {controlsWord(model)}</Fact>
            <Fact name="Licence">
              <SiteLink class="link" href={licence.url}>{licence.name}</SiteLink>
              {licence.note !== undefined && `. ${licence.note}`}
            </Fact>
          </dl>
        </details>
        {isOn && (
          <SiteLink class="button" href={`/?model=${id}#studio`}>
            Use this one<span class="quiet">, {name}</span>
          </SiteLink>
        )}
        {canRunOnOwnServer && (
          <SiteLink class="button" href="/own-server">
            On a server of your own<span class="quiet">, {name}</span>
          </SiteLink>
        )}
      </div>
    </article>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Fact({ name, children }: FactProps) {
  return (
    <div class="grid gap-x-4 border-t py-2 sm:grid-cols-[8rem_1fr]">
      <dt class="text-muted">{name}</dt>
      <dd class="min-w-0">{children}</dd>
    </div>
  );
}
