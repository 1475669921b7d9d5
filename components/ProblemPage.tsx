import type { SiteFacts } from "../contract/site_facts.ts";
import { PageFrame } from "./PageFrame.tsx";

interface ProblemPageProps {
  readonly facts: SiteFacts;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  readonly advice: string;
}

/** Explains one error code, for people and for whoever writes a client. */
export function ProblemPage({ facts, code, status, title, meaning, advice }: ProblemPageProps) {
  return (
    <PageFrame
      facts={facts}
      title={`${title} (${code})`}
      description={meaning}
      path={`/problems/${code}`}
    >
      <article class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20">
        <p class="flex flex-wrap gap-3 text-fine">
          <code class="plate px-3 py-1 text-coral">{code}</code>
          <span class="plate px-3 py-1 text-muted">HTTP {status}</span>
        </p>
        <h1 class="mt-6 text-title font-bold md:text-display">{title}</h1>
        <div class="panel glow-coral mt-8 max-w-prose p-6">
          <h2 class="text-body font-semibold">What happened</h2>
          <p class="mt-2 text-note text-muted">{meaning}</p>
          <h2 class="mt-6 text-body font-semibold">What to do</h2>
          <p class="mt-2 text-note text-muted">{advice}</p>
        </div>
        <div class="mt-8 flex flex-wrap gap-3">
          <a class="button button-strong" href="/#studio">Back to the studio</a>
          <a class="button" href="/#contact">Ask the house</a>
        </div>
      </article>
    </PageFrame>
  );
}
