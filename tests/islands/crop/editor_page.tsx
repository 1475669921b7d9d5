/** The crop editor on a page of its own, for the browser tests. */
import { render } from "preact";
import { useState } from "preact/hooks";
import { type Crop, cropFields, DEFAULT_CROP } from "../../../contract/crop.ts";
import { CropEditor } from "../../../islands/crop/CropEditor.tsx";
import type { FrameSizes, Shape } from "../../../contract/frame_size.ts";
import { WaitingPicture } from "../../../islands/waiting/WaitingPicture.tsx";

const sizes: FrameSizes = [
  { width: 1024, height: 576 },
  { width: 576, height: 1024 },
  { width: 768, height: 768 },
];

const query = new URLSearchParams(location.search);

function Part() {
  const [crop, onCrop] = useState<Crop>(DEFAULT_CROP);
  const [shape, onShape] = useState<Shape>();
  const picture = { url: "/picture.jpg", sizes, shape, crop };
  return (
    <form>
      <CropEditor {...picture} unshown="Not shown" isMovable onCrop={onCrop} onShape={onShape} />
      {cropFields(crop).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div id="screen" class="tube-screen aspect-video">
        <WaitingPicture {...picture} move={query.get("move") ?? undefined} />
      </div>
    </form>
  );
}

const place = document.getElementById("part");
if (place !== null) render(<Part />, place);
