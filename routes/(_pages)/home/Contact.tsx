import type { ComponentChildren } from "preact";
import type { ContactFacts } from "../../../contract/site_facts.ts";
import { Section } from "./Section.tsx";

export function Contact({ contact }: { readonly contact: ContactFacts }) {
  const { email, phone, chatConfigured } = contact;
  return (
    <Section
      id="contact"
      title="Talk to the house"
      intro="Something broke, something is missing, or you want a lounge of your own."
    >
      <ul class="grid gap-5 md:grid-cols-3">
        <ContactLine title="E-mail">
          <a class="link break-all" href={`mailto:${email}`}>{email}</a>
        </ContactLine>
        <ContactLine title="Phone">
          {phone === undefined
            ? "No phone support. We read our e-mail."
            : <a class="link" href={`tel:${phone.replaceAll(/[^+\d]/g, "")}`}>{phone}</a>}
        </ContactLine>
        <ContactLine title="Chat">
          {chatConfigured
            ? "The chat window is being set up. Until it opens, e-mail reaches the same people."
            : "No chat on this instance. E-mail reaches the same people."}
        </ContactLine>
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
