import type { ComponentChildren } from "preact";

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** One or two sentences under the heading. */
  readonly intro?: ComponentChildren;
  /** Puts the heading beside the content on wide screens. */
  readonly isBeside?: boolean;
  readonly children: ComponentChildren;
}

export function Section({ id, title, intro, isBeside = false, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      class={isBeside ? BESIDE : STACKED}
    >
      <div>
        <h2 id={`${id}-title`} class="text-title md:text-display font-bold">{title}</h2>
        {intro !== undefined && <p class="mt-4 max-w-prose text-body text-muted">{intro}</p>}
      </div>
      <div class={isBeside ? "mt-8 lg:mt-0" : "mt-8 md:mt-10"}>{children}</div>
    </section>
  );
}

const STACKED = "mx-auto max-w-page px-4 md:px-8 pt-16 md:pt-24";
const BESIDE =
  "mx-auto max-w-page px-4 md:px-8 pt-16 md:pt-24 lg:grid lg:grid-cols-[5fr_7fr] lg:gap-12";
