import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/**
 * Whether this browser cannot decode the video, told as soon as it has tried. Asking beforehand
 * (`canPlayType`) says less: Chromium plays VP8 in an MP4 and HEVC by hardware, and denies the one.
 */
export function useFailedVideo(
  find: () => HTMLVideoElement | null | undefined,
  id: string,
): ReadonlySignal<boolean> {
  const hasFailed = useSignal(false);
  useEffect(() => {
    const video = find();
    if (!video) return;
    const look = () => hasFailed.value = (video.error?.code ?? 0) >= MediaError.MEDIA_ERR_DECODE;
    // It may have failed before this ran.
    look();
    video.addEventListener("error", look);
    video.addEventListener("loadeddata", look);
    return () => {
      video.removeEventListener("error", look);
      video.removeEventListener("loadeddata", look);
    };
  }, [id]);
  return hasFailed;
}
