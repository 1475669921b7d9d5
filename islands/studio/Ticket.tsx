import type { GenerationView } from "../../contract/generation.ts";
import { Receipt } from "../../components/videos/Receipt.tsx";

/** What stands in the booth where the picture is not: the slip of the generation that runs. */
export function Ticket({ view }: { readonly view: GenerationView }) {
  return (
    <div class="flex min-h-full items-center justify-center p-4 lg:p-6">
      <Receipt view={view} />
    </div>
  );
}
