import type { ModelCard } from "../../../contract/model.ts";
import { useSite } from "../../../components/site.ts";
import { Contact } from "./Contact.tsx";
import { Faq } from "./Faq.tsx";
import { Pricing } from "./Pricing.tsx";
import { Reading } from "./Reading.tsx";
import { StructuredData } from "./StructuredData.tsx";
import { frequentQuestions } from "./frequent_questions.ts";

interface AboutSectionsProps {
  /** What the page is about, for search engines. */
  readonly description: string;
  readonly models: readonly ModelCard[];
  /** The model that makes videos unless another is chosen. */
  readonly first: ModelCard;
}

/** What this instance asks for, what it is asked, and where it can be reached. */
export function AboutSections({ description, models, first }: AboutSectionsProps) {
  const site = useSite();
  const questions = frequentQuestions(models);
  return (
    <>
      <Pricing facts={site} model={first} />
      <Faq questions={questions} />
      {site.contact && <Contact contact={site.contact} />}
      <Reading links={site.links} />
      <StructuredData facts={site} description={description} questions={questions} />
    </>
  );
}
