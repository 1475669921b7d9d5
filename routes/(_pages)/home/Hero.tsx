import type { PanelFacts } from "../../../contract/panel.ts";
import type { FrameSource } from "../../../contract/frame_source.ts";
import { panelView } from "../../../components/panel/panel_view.ts";
import { useSite } from "../../../components/site.ts";
import Studio from "../../../islands/Studio.tsx";

interface HeroProps {
  /** Where the controls stand. */
  readonly panel: PanelFacts;
  /** Path of the video that plays before there is one. */
  readonly sample?: string | undefined;
  /** The frame of a video that is to be the picture. */
  readonly frame?: FrameSource | undefined;
}

/** The first screen: the sign, the studio under it, and the floor that both stand on. */
export function Hero({ panel, sample, frame }: HeroProps) {
  const { maxImageBytes } = useSite();
  return (
    <section id="studio" data-sample={sample} aria-labelledby="studio-title" class="room">
      <div class="mx-auto max-w-page px-4 pb-8 pt-4 md:px-8 lg:pb-20">
        <div class="items-end justify-between gap-8 lg:flex">
          <h1 id="studio-title" class="text-marquee font-extrabold">
            <span class="sign-off">Still in.</span> <span class="sign-cyan">Film out.</span>
          </h1>
          <p class="mt-2 max-w-prose text-note text-muted lg:mb-2 lg:max-w-xs">
            Turn one photo into a short video. Drop it in, press Generate, keep the MP4.
          </p>
        </div>
        <div class="mt-4">
          <Studio facts={{ maxImageBytes }} panel={panelView(panel)} frame={frame} />
        </div>
      </div>
      <div class="horizon" />
      <div class="floor" />
    </section>
  );
}
