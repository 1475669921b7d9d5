import type { SiteFacts } from "../contract/site_facts.ts";
import { Section } from "./Section.tsx";

export function Pricing({ facts }: { readonly facts: SiteFacts }) {
  return (
    <Section id="pricing" title="The bar tab" intro={pricingSentence(facts)} isBeside>
      <div class="receipt mx-auto max-w-md p-6 text-note">
        <p class="text-center font-sign font-bold tracking-sign">AI Lounge After Dark</p>
        <dl class="mt-4">
          <Line item="1 picture, checked in" price="0.00" />
          <Line item={`1 film, ${facts.offer.modelName}`} price="0.00" />
          <Line item="Watermark" price="none" />
          <Line item="Account" price="none" />
          <Line item="Your tab" price="0.00" />
        </dl>
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
      <dd class="tabular-nums">{price}</dd>
    </div>
  );
}

/** Why films cost here what they cost. */
export function pricingSentence({ offer, pricing }: Pick<SiteFacts, "offer" | "pricing">): string {
  const reason = offer.isLocal
    ? "it makes its films itself: the engine runs on this server, and no outside service sends a bill"
    : `its operator pays ${offer.whoProcesses} for every film`;
  return pricing.configured
    ? `Card payments are being set up here. Until the till opens, this instance is free to use because ${reason}.`
    : `This instance is free to use because ${reason}.`;
}
