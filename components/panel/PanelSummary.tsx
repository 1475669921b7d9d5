import type { ComponentChildren } from "preact";
import { SiteLink } from "../SiteLink.tsx";
import type { Panel } from "./panel.ts";
import { PriceSourceNote } from "./PriceSourceNote.tsx";

/** What a visitor should know before pressing Generate. */
export function PanelSummary({ panel }: { readonly panel: Panel }) {
  const { picture, price, priceNote, priceSource, wait, licence } = panel.state.value.view.terms;
  return (
    <div data-panel="summary" class="text-fine">
      <dl class="grid grid-cols-2 gap-x-4 gap-y-1 lg:pr-64">
        <Fact name="Your picture">{picture}</Fact>
        <Fact name="Price">{price}</Fact>
        <Fact name="Usual wait">{wait}</Fact>
        <Fact name="Licence">
          <SiteLink class="link" href={licence.url} title={licence.note}>{licence.name}</SiteLink>
        </Fact>
      </dl>
      <p class="note mt-2 text-muted">
        {priceNote !== undefined && <>{priceNote}{" "}</>}
        {licence.note}
        {licence.note !== undefined && priceSource !== undefined && " "}
        <PriceSourceNote source={priceSource} />
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
