import { useSite } from "../../../components/site.ts";
import { SiteLink } from "../../../components/SiteLink.tsx";
import type { ProblemFacts } from "../../../contract/problem.ts";
import { PageHead } from "../../../components/PageHead.tsx";

/** Explains one error code, for people and for whoever writes a client. */
export function ProblemPage(problem: ProblemFacts) {
  const { code, status, title, meaning, advice, cost, repetition } = problem;
  return (
    <>
      <PageHead
        title={`${title} (${code})`}
        description={meaning}
        path={`/problems/${code}`}
      />
      <article class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20">
        <p class="flex flex-wrap gap-3 text-fine">
          <code class="plate px-3 py-1 text-coral">{code}</code>
          <span class="plate px-3 py-1 text-muted">HTTP {status}</span>
        </p>
        <h1 class="mt-6 text-title font-bold md:text-display">{title}</h1>
        <div class="panel glow-coral mt-8 max-w-prose p-6">
          <h2 class="text-body font-semibold">What happened</h2>
          <p class="mt-2 text-note text-muted">{meaning}</p>
          <Answer question="Was it charged?">{cost}</Answer>
          {advice.map(({ reader, text }) => (
            <Answer key={reader} question={reader}>
              {text}
            </Answer>
          ))}
          <Answer question="What is tried again">{repetition}</Answer>
        </div>
        <div class="mt-8 flex flex-wrap gap-3">
          <SiteLink class="button button-strong" href="/#studio">Back to the studio</SiteLink>
          <SiteLink class="button" href="/problems">All problems</SiteLink>
          {useSite().contact && <SiteLink class="button" href="/#contact">Contact us</SiteLink>}
        </div>
      </article>
    </>
  );
}

interface AnswerProps {
  readonly question: string;
  readonly children: string;
}

function Answer({ question, children }: AnswerProps) {
  return (
    <>
      <h2 class="mt-6 text-body font-semibold">{question}</h2>
      <p class="mt-2 text-note text-muted">{children}</p>
    </>
  );
}
