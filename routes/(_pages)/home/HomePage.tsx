import { Head } from "fresh/runtime";
import type { GenerationView } from "../../../contract/generation.ts";
import type { BoardFacts } from "../../../contract/board.ts";
import type { FrameSource } from "../../../contract/frame_source.ts";
import type { SiteFacts } from "../../../contract/site_facts.ts";
import { ApiSection } from "./ApiSection.tsx";
import { Contact } from "./Contact.tsx";
import { Faq } from "./Faq.tsx";
import { FilmStrip } from "./FilmStrip.tsx";
import { frequentQuestions } from "./frequent_questions.ts";
import { Hero } from "./Hero.tsx";
import { HowItWorks } from "./HowItWorks.tsx";
import { Models } from "./Models.tsx";
import { PageFrame } from "../../../components/PageFrame.tsx";
import { Pricing } from "./Pricing.tsx";
import { Reading } from "./Reading.tsx";
import { StructuredData } from "./StructuredData.tsx";

const DESCRIPTION =
  "Turn a photo into a short MP4 video in your browser or with one curl. Stable Video Diffusion, Wan, LTX and others through Hugging Face, or a local motion engine.";
const KEYWORDS =
  "image to video, photo to video, AI video generator, Stable Video Diffusion, SVD-XT, Hugging Face, animate a picture, self-hosted, Deno Fresh, image-to-video API";

interface HomePageProps {
  readonly facts: SiteFacts;
  /** The visitor's own generations, the newest first; empty for a new visitor. */
  readonly films?: readonly GenerationView[];
  /** All models, and where the studio's controls stand. */
  readonly board: BoardFacts;
  /** Path of the film that the studio plays before there is one. */
  readonly sample?: string | undefined;
  /** The frame of a film that is to be the picture. */
  readonly frame?: FrameSource | undefined;
  /** Who has signed in. */
  readonly account?: { readonly name: string } | undefined;
}

export function HomePage({ facts, films = [], board, sample, frame, account }: HomePageProps) {
  const { models } = board;
  const [first = board.model] = models;
  const questions = frequentQuestions(models);
  return (
    <PageFrame
      facts={facts}
      title="AI Lounge After Dark: turn a photo into a short video"
      description={DESCRIPTION}
      path="/"
      account={account}
    >
      <Head>
        <meta name="keywords" content={KEYWORDS} />
      </Head>
      <Hero facts={facts} board={board} sample={sample} frame={frame} />
      {films.length > 0 && <FilmStrip views={films} />}
      <HowItWorks model={first} />
      <Models models={models} />
      <ApiSection siteUrl={facts.siteUrl} models={models} />
      <Pricing facts={facts} model={first} />
      <Faq questions={questions} />
      <Contact contact={facts.contact} />
      <Reading links={facts.links} />
      <StructuredData facts={facts} description={DESCRIPTION} questions={questions} />
    </PageFrame>
  );
}
