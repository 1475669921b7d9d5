import { useEffect, useState } from "preact/hooks";
import type { CropSize } from "../../contract/crop.ts";

/** Size of the upright picture at `url`; "unreadable" when the browser cannot show it. */
export function usePictureSize(url: string): CropSize | "unreadable" | undefined {
  const [measured, setMeasured] = useState<{ url: string; size: CropSize | "unreadable" }>();
  useEffect(() => {
    const picture = new Image();
    picture.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      setMeasured({ url, size: { width, height } });
    };
    picture.onerror = () => setMeasured({ url, size: "unreadable" });
    picture.src = url;
    return () => {
      picture.onload = picture.onerror = null;
    };
  }, [url]);
  return measured?.url === url ? measured.size : undefined;
}
