import type { SiteFacts } from "../../../contract/site_facts.ts";
import { JsonLd } from "../../../components/JsonLd.tsx";
import type { FrequentQuestion } from "./frequent_questions.ts";

interface StructuredDataProps {
  readonly facts: SiteFacts;
  readonly description: string;
  readonly questions: readonly FrequentQuestion[];
}

/** What search engines are told about the page, as schema.org's vocabulary in JSON-LD. */
export function StructuredData(props: StructuredDataProps) {
  return <JsonLd data={graph(props)} />;
}

function graph({ facts, description, questions }: StructuredDataProps) {
  const organization = {
    "@type": "Organization",
    "@id": `${facts.siteUrl}/#organization`,
    name: "Epic Tech AIGent",
    url: facts.siteUrl,
    logo: `${facts.siteUrl}/icons/icon-512.png`,
    ...(facts.contact?.email === undefined ? {} : { email: facts.contact.email }),
  };
  const application = {
    "@type": "WebApplication",
    "@id": `${facts.siteUrl}/#app`,
    name: facts.instanceName,
    url: facts.siteUrl,
    description,
    image: `${facts.siteUrl}/og.png`,
    applicationCategory: "MultimediaApplication",
    operatingSystem: "Any",
    browserRequirements: "Plays H.264 video",
    publisher: { "@id": organization["@id"] },
    ...(facts.pricing.configured
      ? {}
      : { offers: { "@type": "Offer", price: "0", priceCurrency: "USD" } }),
  };
  const faq = {
    "@type": "FAQPage",
    "@id": `${facts.siteUrl}/#faq`,
    mainEntity: questions.map(({ question, answer }) => ({
      "@type": "Question",
      name: question,
      acceptedAnswer: { "@type": "Answer", text: answer },
    })),
  };
  return { "@context": "https://schema.org", "@graph": [organization, application, faq] };
}
