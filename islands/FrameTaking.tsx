import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FrameSource } from "../contract/frame_source.ts";
import { grabFrame } from "./video/grab_frame.ts";

const TAKING = "Taking the frame from the video…";
const TAKEN = "This frame is the picture now. The settings are those of its video.";
const MISSING = "That video is gone, or it is not yours to see. Bring a picture of your own.";
const FAILED = "This browser could not take the frame. Reload the page, or bring a picture.";

/** Takes a frame from a video and puts it in the studio, as if the visitor had chosen that file. */
export default function FrameTaking({ frame }: { readonly frame: FrameSource }) {
  const message = useSignal(frame.kind === "video" ? TAKING : MISSING);
  useEffect(() => {
    if (frame.kind !== "video") return;
    take(frame).then(() => message.value = TAKEN, () => message.value = FAILED);
  }, []);
  return <p class={message.value === TAKEN ? GOOD : OPEN} role="status">{message.value}</p>;
}

const GOOD = "with-script mt-3 text-note text-green";
const OPEN = "with-script mt-3 text-note text-amber";

async function take(
  { id, url, atSeconds }: Extract<FrameSource, { kind: "video" }>,
): Promise<void> {
  const jpeg = await grabFrame(url, atSeconds);
  const name = `frame-${id.slice(0, 8)}-${atSeconds.toFixed(2)}s.jpg`;
  const transfer = new DataTransfer();
  transfer.items.add(new File([jpeg], name, { type: jpeg.type }));
  const form = document.querySelector("#studio form");
  if (form === null) throw new Error("There is no studio");
  await untilAlive(form);
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (input === null) throw new Error("The studio takes no picture");
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The studio checks its fields itself, and says so, as soon as its own script runs. */
async function untilAlive(form: Element): Promise<void> {
  while (!form.hasAttribute("novalidate")) await new Promise(requestAnimationFrame);
}
