import type { ModelCard } from "../../../contract/model.ts";
import { formatSecondsRange, formatUsd } from "../../../contract/units.ts";
import { PriceSourceNote } from "../../../components/panel/PriceSourceNote.tsx";
import { controlsWord, shapesWord } from "../../../components/panel/control_words.ts";
import { pictureWord, priceWord } from "../../../components/panel/model_words.ts";
import { SiteLink } from "../../../components/SiteLink.tsx";

interface TokenModelsProps {
  /** Those that a visitor's own token opens. */
  readonly models: readonly [ModelCard, ...ModelCard[]];
}

/** What a token opens, as one thing, with all of it side by side behind that. */
export function TokenModels({ models }: TokenModelsProps) {
  return (
    <article class="panel glow-magenta p-4 md:p-6">
      <h3 class="text-lead font-semibold">
        {models.length} AI models with a Hugging Face token
      </h3>
      <p class="mt-2 text-note text-muted">
        {models.map(({ name }) => name).join(", ")}. {priceRange(models)}{" "}
        Your own Hugging Face credits pay; your picture {pictureWord(models[0])}.
      </p>
      <div class="mt-4 flex flex-wrap items-start gap-3">
        <SiteLink class="button button-strong" href="/account">Bring a token</SiteLink>
        <details class="drawer max-w-full">
          <summary class="button">
            Compare them <span class="chevron text-cyan" aria-hidden="true" />
          </summary>
          <ul class="mt-3 grid gap-x-8 text-fine lg:grid-cols-2">
            {models.map((model) => <Row key={model.id} model={model} />)}
          </ul>
        </details>
      </div>
    </article>
  );
}

function Row({ model }: { readonly model: ModelCard }) {
  const { name, maker, summary, price, licence } = model;
  const cost = price.usd === undefined ? "price not known" : priceWord(price);
  return (
    <li class="border-t py-3">
      <h4 class="font-semibold">{name}</h4>
      <p class="mt-1 text-muted">{summary}</p>
      <p class="mt-1">
        {[maker, cost, formatSecondsRange(model.usualSeconds)].join(" · ")} ·{" "}
        <SiteLink class="link" href={licence.url}>{licence.name}</SiteLink>
      </p>
      <p class="mt-1">
        {shapesWord(model)}. {controlsWord(model)} <PriceSourceNote source={price.source} />
      </p>
    </li>
  );
}

/** "About $0.05 to $0.40 a video." where prices are known. */
function priceRange(models: readonly ModelCard[]): string {
  const known = models.flatMap(({ price: { usd } }) => usd === undefined ? [] : [usd]);
  if (known.length === 0) return "";
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const range = least === most ? formatUsd(least) : `${formatUsd(least)} to ${formatUsd(most)}`;
  return `About ${range} a video.`;
}
