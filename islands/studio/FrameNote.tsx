import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FrameSource } from "../../contract/frame_source.ts";

const TAKING = "Taking the frame from the video…";
const TAKEN = "This frame is the picture now. The settings are those of its video.";
const MISSING = "That video is gone, or it is not yours to see. Bring a picture of your own.";
const FAILED = "This browser could not take the frame. Reload the page, or bring a picture.";

interface FrameNoteProps {
  readonly frame: FrameSource;
  /** Takes the frame as if the visitor had chosen that file. */
  choose(files: readonly File[]): void;
}

/** Takes a frame from a video, and says so. */
export function FrameNote({ frame, choose }: FrameNoteProps) {
  const message = useSignal(frame.kind === "video" ? TAKING : MISSING);
  useEffect(() => {
    if (frame.kind !== "video") return;
    takeFrame(frame).then((file) => {
      choose([file]);
      message.value = TAKEN;
    }).catch(() => message.value = FAILED);
  }, []);
  return <p class={message.value === TAKEN ? GOOD : OPEN} role="status">{message.value}</p>;
}

const GOOD = "with-script mb-4 text-note text-green";
const OPEN = "with-script mb-4 text-note text-amber";

async function takeFrame(
  { id, url, atSeconds }: Extract<FrameSource, { kind: "video" }>,
): Promise<File> {
  const { grabFrame } = await import("../video/grab_frame.ts");
  const jpeg = await grabFrame(url, atSeconds);
  const name = `frame-${id.slice(0, 8)}-${atSeconds.toFixed(2)}s.jpg`;
  return new File([jpeg], name, { type: jpeg.type });
}
