import { formatUsd } from "../../../contract/units.ts";
import type { ModelCard } from "../../../contract/model.ts";
import type { SiteFacts } from "../../../contract/site_facts.ts";
import { payerWord } from "../../../components/panel/model_words.ts";
import { Section } from "./Section.tsx";

interface PricingProps {
  readonly facts: Pick<SiteFacts, "pricing">;
  /** The one that makes videos unless another is chosen. */
  readonly model: ModelCard;
}

export function Pricing({ facts, model }: PricingProps) {
  const { price, payer } = model;
  const { usd } = price;
  return (
    <Section id="pricing" title="The bar tab" intro={pricingSentence(facts, model)} isBeside>
      <div class="receipt mx-auto max-w-md p-6 text-note">
        <p class="text-center font-sign font-bold tracking-sign">AI Lounge After Dark</p>
        <dl class="mt-4">
          <Line item="1 picture, checked in" price="0.00" />
          <Line item={`1 video, ${model.name}`} price={usd === undefined ? "?" : formatUsd(usd)} />
          {payer !== "nobody" && <Line item="Paid by" price={payerWord(payer)} />}
          <Line item="Watermark" price="none" />
          <Line item="Your tab here" price="0.00" />
        </dl>
        {price.ifStandIn !== undefined && <p class="mt-4 text-fine">{price.sentence}</p>}
        <p class="mt-4 text-fine">
          A failed generation always says whether anything was charged.
        </p>
      </div>
    </Section>
  );
}

function Line({ item, price }: { readonly item: string; readonly price: string }) {
  return (
    <div class="receipt-line flex items-baseline justify-between gap-4 py-2">
      <dt>{item}</dt>
      <dd class="text-right tabular-nums">{price}</dd>
    </div>
  );
}

/** Why videos cost here what they cost. */
export function pricingSentence(
  { pricing }: Pick<SiteFacts, "pricing">,
  { isLocal, payer }: ModelCard,
): string {
  const reason = isLocal
    ? "it makes its videos itself: the engine runs on this server, and no outside provider sends a bill"
    : payer === "visitor"
    ? "it takes no cut: your own Hugging Face account is billed for your videos"
    : "its operator pays for every video";
  return pricing.configured
    ? `Payments aren't live yet. For now this instance is free to use because ${reason}.`
    : `This instance is free to use because ${reason}.`;
}
