import type { ComponentChildren } from "preact";
import type { PanelFacts } from "../../contract/panel.ts";
import { formatSecondsRange } from "../../contract/units.ts";
import { PriceSourceNote } from "./PriceSourceNote.tsx";
import { pictureWord, pricePhrase } from "./model_words.ts";
import { SiteLink } from "../SiteLink.tsx";

/** What a visitor should know before pressing Generate. */
export function PanelSummary({ panel: { model, price } }: { readonly panel: PanelFacts }) {
  const { licence, payer } = model;
  return (
    <div data-panel="summary" class="text-fine">
      <dl class="grid grid-cols-2 gap-x-4 gap-y-1 lg:pr-64">
        <Fact name="Your picture">{pictureWord(model)}</Fact>
        <Fact name="Price">{pricePhrase(price, payer)}</Fact>
        <Fact name="Usual wait">{formatSecondsRange(model.usualSeconds)}</Fact>
        <Fact name="Licence">
          <SiteLink class="link" href={licence.url} title={licence.note}>{licence.name}</SiteLink>
        </Fact>
      </dl>
      <p class="note mt-2 text-muted">
        {price.usd === undefined && <>{price.sentence}{" "}</>}
        {licence.note}
        {licence.note !== undefined && price.source !== undefined && " "}
        <PriceSourceNote source={price.source} />
      </p>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Fact({ name, children }: FactProps) {
  return (
    <div class="min-w-0">
      <dt class="text-muted">{name}</dt>
      <dd class="font-bold">{children}</dd>
    </div>
  );
}
