import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Crop, DEFAULT_CROP } from "../../contract/crop.ts";
import { showChoices } from "../panel/panel_handlers.ts";
import { CropEditor } from "../crop/CropEditor.tsx";
import { CropFields } from "../crop/CropFields.tsx";
import type { ChosenPicture } from "../studio/studio_state.ts";
import { UploadNote } from "../upload/UploadNote.tsx";
import { chooseShape, type FormRef, usePanelFrame } from "./panel_frame.ts";
import type { Framing } from "./framing.ts";

interface FramedPictureProps {
  readonly picture: ChosenPicture;
  readonly framing: Signal<Framing>;
  readonly form: FormRef;
  readonly maxImageBytes: number;
  /** Whether the frame can be moved now. */
  readonly isFramable: boolean;
}

/** One picture, the part of it that will be sent, and what is sent of its file. */
export function FramedPicture(props: FramedPictureProps) {
  const { picture, framing, form, maxImageBytes, isFramable } = props;
  const panel = usePanelFrame(form);
  const { crop = DEFAULT_CROP, sendsOriginal } = framing.value;
  useChoicesShown(form, framing.value.crop);
  const change = (part: Partial<Framing>) => framing.value = { ...framing.value, ...part };
  return (
    <>
      {panel
        ? (
          <CropEditor
            url={picture.previewUrl}
            {...panel}
            crop={crop}
            isMovable={isFramable}
            onCrop={(crop) => change({ crop })}
            onShape={(shape) => chooseShape(form.current, shape)}
          />
        )
        : (
          <img
            src={picture.previewUrl}
            alt="The picture you chose"
            class="h-36 w-full object-contain"
          />
        )}
      <CropFields crop={crop} />
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

/** The address and the curl follow the crop once the visitor pauses; before any they stay alone. */
function useChoicesShown(form: FormRef, crop: Crop | undefined): void {
  const shown = useRef(crop);
  useEffect(() => {
    if (crop === shown.current) return;
    const timer = setTimeout(() => {
      shown.current = crop;
      if (form.current) showChoices(form.current);
    }, SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [crop]);
}
