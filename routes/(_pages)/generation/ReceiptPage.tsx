import { formatDay } from "../../../contract/dates.ts";
import { SiteLink } from "../../../components/SiteLink.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import type { Control } from "../../../contract/model.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { receiptLines } from "../../../components/videos/video_words.ts";
import { recipeLines } from "../../../components/videos/receipt_words.ts";
import { CurlPanel } from "../CurlPanel.tsx";
import { NextStepButton } from "../../../components/problems/NextStepButton.tsx";
import { ProviderSaid } from "../../../components/problems/ProviderSaid.tsx";

interface ReceiptPageProps {
  readonly view: GenerationView;
  /** What can be set on the video's model. */
  readonly controls: readonly Control[];
}

/** What one generation was made with and what it cost, to be kept or printed. */
export function ReceiptPage({ view, controls }: ReceiptPageProps) {
  const { receipt } = view;
  return (
    <>
      <PageHead
        title={`Receipt ${view.id.slice(0, 8)} | AI Lounge After Dark`}
        description="What one video was made with, and what it cost."
        path={`${view.page}/receipt`}
        indexed={false}
      />
      <section class="mx-auto max-w-page px-4 pt-8 md:px-8 md:pt-12">
        <h1 class="text-title font-bold md:text-display">The tab</h1>
        <div class="mt-8 grid items-start gap-8 lg:grid-cols-2">
          <div class="receipt w-full max-w-xl p-5 pb-7 text-fine">
            <p class="mb-2 break-all text-center font-bold">No. {view.id}</p>
            <Lines lines={receiptLines(view)} lineClass={BILL_LINE} />
            <p class="mt-2">{receipt.reason}</p>
            {receipt.priceSource && (
              <p class="mt-2">
                Price as of {formatDay(receipt.priceSource.readOn)}:{" "}
                <a class="break-all underline" href={receipt.priceSource.url} rel="noreferrer">
                  {receipt.priceSource.url}
                </a>
              </p>
            )}
            {view.problem && (
              <p class="mt-2">
                {view.problem.detail}{" "}
                <a class="underline" href={view.problem.type}>What this means</a>
              </p>
            )}
            {view.problem?.providerSaid && (
              <div class="mt-2">
                <ProviderSaid words={view.problem.providerSaid} />
              </div>
            )}
            <h2 class="mb-2 mt-6 text-center font-bold">Recipe</h2>
            <Lines lines={recipeLines(view, controls)} lineClass={RECIPE_LINE} />
          </div>
          <div class="flex min-w-0 flex-wrap items-start gap-3">
            <NextStepButton view={view} />
            <SiteLink class="button button-strong" href={view.page}>Back to the video</SiteLink>
            <a class="button" href="/library">Your library</a>
            <CurlPanel view={view} />
          </div>
        </div>
      </section>
    </>
  );
}

/** Its last line is the sum. */
const BILL_LINE = "receipt-line flex items-baseline justify-between gap-4 py-1";
const RECIPE_LINE = "flex items-baseline justify-between gap-4 py-1";

interface LinesProps {
  readonly lines: readonly (readonly [string, string])[];
  readonly lineClass: string;
}

function Lines({ lines, lineClass }: LinesProps) {
  return (
    <dl>
      {lines.map(([name, value]) => (
        <div key={name} class={lineClass}>
          <dt class="shrink-0">{name}</dt>
          <dd class="min-w-0 break-words text-right" dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
