import type { GenerationView } from "../../contract/generation.ts";
import { receiptLines } from "./video_words.ts";

/** Recipe and cost of one generation, as a printed receipt. */
export function ReceiptTable({ view }: { readonly view: GenerationView }) {
  return (
    <div class="receipt w-full max-w-md p-5 pb-7 text-fine">
      <p class="mb-2 text-center font-bold">No. {view.id.slice(0, 8)}</p>
      <dl>
        {receiptLines(view).map(([name, value]) => (
          <div key={name} class="receipt-line flex items-baseline justify-between gap-4 py-1">
            <dt>{name}</dt>
            <dd class="min-w-0 text-right" dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="mt-2">{view.receipt.reason}</p>
      <p class="mt-2">
        <a class="underline" href={`${view.page}/receipt`}>Whole receipt</a>
      </p>
    </div>
  );
}
