import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { DEFAULT_CROP } from "../../contract/crop.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { WaitingPicture, type WaitingPictureProps } from "../waiting/WaitingPicture.tsx";
import type { Panel } from "../../components/panel/panel.ts";
import { frameOf } from "./panel_frame.ts";
import type { Framing } from "./framing.ts";

interface SentPictureProps {
  /** Address of the picture. */
  readonly url: string;
  readonly framing: ReadonlySignal<Framing>;
  readonly panel: Panel | undefined;
  /** The generation, where there is one already. */
  readonly view?: GenerationView | undefined;
}

/**
 * What moves on the screen while the video is made: the part that was sent, as far as it is known. It
 * stands still behind the video that comes over it.
 */
export function SentPicture({ url, framing, panel, view }: SentPictureProps) {
  // The panel may be set for another video meanwhile.
  const sent = useMemo(() => sentAs(panel, framing.peek(), view), [view?.id]);
  return sent === undefined
    ? (
      <div class="waiting">
        <img src={url} alt="" class="h-full w-full object-cover animate-drift" />
      </div>
    )
    : <WaitingPicture url={url} {...sent} />;
}

/** A generation says what it was made of; before there is one, the panel does. */
function sentAs(
  panel: Panel | undefined,
  { crop }: Framing,
  view: GenerationView | undefined,
): Omit<WaitingPictureProps, "url"> | undefined {
  if (panel === undefined) return undefined;
  const { values, sizes: known } = panel.state.peek();
  if (view === undefined) {
    return { ...frameOf(panel), crop: crop ?? DEFAULT_CROP, move: values.move };
  }
  const sizes = known[view.model];
  if (sizes === undefined) return undefined;
  const { move } = view.settings;
  return {
    sizes,
    shape: view.shape,
    crop: view.crop ?? DEFAULT_CROP,
    ...(typeof move === "string" ? { move } : {}),
  };
}
