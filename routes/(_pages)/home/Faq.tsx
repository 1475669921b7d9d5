import { Section } from "./Section.tsx";
import type { FrequentQuestion } from "./frequent_questions.ts";

export function Faq({ questions }: { readonly questions: readonly FrequentQuestion[] }) {
  return (
    <Section id="faq" title="Asked at the bar" isBeside>
      <div class="border-t">
        {questions.map(({ question, answer }) => (
          <details key={question} class="question border-b">
            <summary class="flex min-h-touch items-center justify-between gap-4 py-4 text-body hover:text-cyan">
              {question}
              <span class="question-mark shrink-0 font-sign text-lead text-cyan" aria-hidden="true">
                +
              </span>
            </summary>
            <p class="max-w-prose pb-6 text-note text-muted">{answer}</p>
          </details>
        ))}
      </div>
    </Section>
  );
}
