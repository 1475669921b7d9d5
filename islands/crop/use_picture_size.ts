import { useEffect, useState } from "preact/hooks";
import type { CropSize } from "../../contract/crop.ts";

interface Measured {
  readonly url: string;
  readonly size: CropSize | "unreadable";
}

/** The picture in the studio, so that the screen has its size from the first moment. */
let latest: Measured | undefined;

/** Size of the upright picture at `url`; "unreadable" when the browser cannot show it. */
export function usePictureSize(url: string): CropSize | "unreadable" | undefined {
  const [measured, setMeasured] = useState(latest);
  useEffect(() => {
    if (measured?.url === url) return;
    const note = (size: Measured["size"]) => setMeasured(latest = { url, size });
    const picture = new Image();
    let isWanted = true;
    picture.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      note({ width, height });
      // Of a picture that is too large to be decoded the browser reads the header all the same.
      picture.decode().catch(() => isWanted && note("unreadable"));
    };
    picture.onerror = () => note("unreadable");
    picture.src = url;
    return () => {
      isWanted = false;
      picture.onload = picture.onerror = null;
    };
  }, [url]);
  return measured?.url === url ? measured.size : undefined;
}
