import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { GenerationView } from "../../contract/generation.ts";
import type { VideoTools } from "../video/VideoTools.tsx";

interface LazyToolsProps {
  readonly view: GenerationView;
  /** What the video plays in. */
  readonly frame: RefObject<HTMLElement>;
}

/** The video's tools, whose code comes when there is a video. */
export function LazyTools({ view, frame }: LazyToolsProps) {
  const tools = useSignal<typeof VideoTools | undefined>(undefined);
  useEffect(() => {
    import("../video/VideoTools.tsx").then((module) => tools.value = module.VideoTools, () => {});
  }, []);
  const Tools = tools.value;
  return Tools && view.video
    ? <Tools view={view} video={view.video} find={() => frame.current?.querySelector("video")} />
    : null;
}
