import { PageHead } from "../../../components/PageHead.tsx";
import type { ProblemFacts } from "../../../contract/problem.ts";

/** Codes that belong together. */
export interface ProblemGroup {
  readonly title: string;
  readonly problems: readonly ProblemFacts[];
}

interface ProblemsPageProps {
  readonly groups: readonly ProblemGroup[];
}

/** Every way in which this server says no, with the page that explains it. */
export function ProblemsPage({ groups }: ProblemsPageProps) {
  return (
    <>
      <PageHead
        title="When it goes wrong | AI Lounge After Dark"
        description="Every problem that this studio can report: what happened, whether it was charged, and what to do."
        path="/problems"
      />
      <section
        class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20"
        aria-labelledby="problems-title"
      >
        <h1 id="problems-title" class="text-title font-bold md:text-display">When it goes wrong</h1>
        <p class="mt-4 max-w-prose text-body text-muted">
          Every failure has a code that stays the same. Programs find it in the field code of the
          answer (RFC 9457); branch on it, never on the sentences.
        </p>
        {groups.map((group) => <Group key={group.title} {...group} />)}
      </section>
    </>
  );
}

function Group({ title, problems }: ProblemGroup) {
  return (
    <>
      <h2 class="mt-10 text-lead font-semibold">{title}</h2>
      <ul class="mt-4 grid gap-3 lg:grid-cols-2">
        {problems.map((problem) => (
          <li key={problem.code} class="min-w-0">
            <a href={`/problems/${problem.code}`} class="panel block h-full p-4 hover:text-cyan">
              <span class="flex flex-wrap items-center gap-3 text-fine">
                <code class="text-coral">{problem.code}</code>
                <span class="text-muted">HTTP {problem.status}</span>
              </span>
              <span class="mt-2 block text-note">{problem.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
