import { formatDay } from "../../contract/dates.ts";
import type { PriceFacts } from "../../contract/model.ts";

/** Where a price stands and when it was read there. */
export function PriceSourceNote({ source }: { readonly source: PriceFacts["source"] }) {
  if (source === undefined) return null;
  return (
    <span>
      <a class="link" href={source.url}>Price</a> as of{" "}
      <time dateTime={source.readOn}>{formatDay(source.readOn)}</time>.
    </span>
  );
}
