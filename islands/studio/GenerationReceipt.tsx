import type { GenerationView } from "../../contract/generation.ts";
import { ReceiptTable } from "../../components/videos/ReceiptTable.tsx";

/** What stands in the drop zone while there is no picture: the receipt of the generation so far. */
export function GenerationReceipt({ view }: { readonly view: GenerationView }) {
  return (
    <div class="flex min-h-full items-center justify-center p-4 lg:p-6">
      <ReceiptTable view={view} />
    </div>
  );
}
