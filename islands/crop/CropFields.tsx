import { type Crop, DEFAULT_CROP, isSameCrop } from "../../contract/crop.ts";

/**
 * The crop as fields of `POST /generate`; none where nothing was chosen. Their defaults let the
 * studio's address and curl leave out what is as it would be anyway.
 */
export function CropFields({ crop }: { readonly crop: Crop }) {
  if (isSameCrop(crop, DEFAULT_CROP)) return null;
  return (
    <>
      <input type="hidden" name="crop_x" value={crop.x} data-default="0.5" />
      <input type="hidden" name="crop_y" value={crop.y} data-default="0.5" />
      <input type="hidden" name="crop_zoom" value={crop.zoom} data-default="1" />
    </>
  );
}
