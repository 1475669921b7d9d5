import type { ComponentChildren } from "preact";
import type { ContactFacts } from "../../../contract/site_facts.ts";
import { Section } from "./Section.tsx";

/** The ways to the people behind this instance that there are. */
export function Contact({ contact: { email, phone } }: { readonly contact: ContactFacts }) {
  return (
    <Section
      id="contact"
      title="Talk to the house"
      intro="Something broke, something is missing, or you want a lounge of your own."
    >
      <ul class="grid gap-5 md:grid-cols-3">
        {email !== undefined && (
          <ContactLine title="E-mail">
            <a class="link break-all" href={`mailto:${email}`}>{email}</a>
          </ContactLine>
        )}
        {phone !== undefined && (
          <ContactLine title="Phone">
            <a class="link" href={`tel:${phone.replaceAll(/[^+\d]/g, "")}`}>{phone}</a>
          </ContactLine>
        )}
      </ul>
    </Section>
  );
}

function ContactLine(
  { title, children }: { readonly title: string; readonly children: ComponentChildren },
) {
  return (
    <li class="panel p-5">
      <h3 class="text-body font-semibold">{title}</h3>
      <p class="mt-2 text-note text-muted">{children}</p>
    </li>
  );
}
