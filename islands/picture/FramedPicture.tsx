import type { Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Crop, DEFAULT_CROP } from "../../contract/crop.ts";
import type { StudioPanel } from "../panel/studio_panel.ts";
import { CropEditor } from "../crop/CropEditor.tsx";
import type { ChosenPicture } from "../studio/studio_state.ts";
import { UploadNote } from "../upload/UploadNote.tsx";
import { frameOf } from "./panel_frame.ts";
import type { Framing } from "./framing.ts";
import { type Still, StillOffer } from "./StillOffer.tsx";

interface FramedPictureProps {
  readonly picture: ChosenPicture;
  readonly framing: Signal<Framing>;
  readonly panel: StudioPanel | undefined;
  readonly maxImageBytes: number;
  /** Whether the frame can be moved now. */
  readonly isFramable: boolean;
}

/** One picture, the part of it that will be sent, and what is sent of its file. */
export function FramedPicture(props: FramedPictureProps) {
  const { picture, framing, panel, maxImageBytes, isFramable } = props;
  const { crop = DEFAULT_CROP, sendsOriginal } = framing.value;
  const [still, setStill] = useState<Still>();
  useEffect(() => () => still && URL.revokeObjectURL(still.url), [still]);
  useAddressShown(panel, framing.value.crop);
  const change = (part: Partial<Framing>) => framing.value = { ...framing.value, ...part };
  return (
    <>
      {panel
        ? (
          <CropEditor
            url={still?.url ?? picture.previewUrl}
            size={still?.size}
            unshown={<StillOffer file={picture.file} onStill={setStill} />}
            {...frameOf(panel)}
            crop={crop}
            isMovable={isFramable}
            onCrop={(crop) => change({ crop })}
            onShape={(shape) => panel.set("shape", shape)}
          />
        )
        : (
          <img
            src={picture.previewUrl}
            alt="The picture you chose"
            class="h-36 w-full object-contain"
          />
        )}
      <UploadNote
        file={picture.file}
        zoom={crop.zoom}
        maxImageBytes={maxImageBytes}
        sendsOriginal={sendsOriginal}
        onChange={(sendsOriginal) => change({ sendsOriginal })}
      />
    </>
  );
}

/** Browsers allow a page only so many changes of its address in a while. */
const SHOWN_AFTER_MS = 300;

/** The address follows the crop once the visitor pauses; before any it stays alone. */
function useAddressShown(panel: StudioPanel | undefined, crop: Crop | undefined): void {
  const shown = useRef(crop);
  useEffect(() => {
    if (crop === shown.current) return;
    const timer = setTimeout(() => {
      shown.current = crop;
      panel?.showAddress();
    }, SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [crop]);
}
