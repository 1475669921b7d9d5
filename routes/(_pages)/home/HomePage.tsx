import type { PanelFacts } from "../../../contract/panel.ts";
import type { FrameSource } from "../../../contract/frame_source.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { AboutSections } from "./AboutSections.tsx";
import { ApiSection } from "./ApiSection.tsx";
import { VideoStrip } from "./VideoStrip.tsx";
import { Hero } from "./Hero.tsx";
import { HowItWorks } from "./HowItWorks.tsx";
import { Models } from "./Models.tsx";

const DESCRIPTION =
  "Turn a photo into a short MP4 video in your browser or with one curl. Stable Video Diffusion, Wan, LTX and others through Hugging Face, or a local motion engine.";
const KEYWORDS =
  "image to video, photo to video, AI video generator, Stable Video Diffusion, SVD-XT, Hugging Face, animate a picture, self-hosted, Deno Fresh, image-to-video API";

interface HomePageProps {
  /** The visitor's own generations, the newest first; empty for a new visitor. */
  readonly videos: readonly GenerationView[];
  /** All models, and where the studio's controls stand. */
  readonly panel: PanelFacts;
  /** Path of the video that the studio plays before there is one. */
  readonly sample?: string | undefined;
  /** The frame of a video that is to be the picture. */
  readonly frame?: FrameSource | undefined;
}

export function HomePage({ videos, panel, sample, frame }: HomePageProps) {
  const { models } = panel;
  const [first = panel.model] = models;
  return (
    <>
      <PageHead
        title="AI Lounge After Dark: turn a photo into a short video"
        description={DESCRIPTION}
        keywords={KEYWORDS}
        path="/"
      />
      <Hero panel={panel} sample={sample} frame={frame} />
      {videos.length > 0 && <VideoStrip views={videos} />}
      <HowItWorks model={first} />
      <Models models={models} />
      <ApiSection models={models} />
      <AboutSections description={DESCRIPTION} models={models} first={first} />
    </>
  );
}
