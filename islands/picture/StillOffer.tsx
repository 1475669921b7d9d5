import { useEffect, useState } from "preact/hooks";
import type { CropSize } from "../../contract/crop.ts";
import { STILL_HEIGHT_HEADER, STILL_WIDTH_HEADER } from "../../contract/still.ts";
import { faultOfBody } from "../following/fault.ts";

/** A picture as the server draws it. */
export interface Still {
  readonly url: string;
  /** Of the picture itself, in pixels. */
  readonly size: CropSize;
}

interface StillOfferProps {
  readonly file: File;
  onStill(still: Still): void;
}

const UNREACHED = "The server was not reached. Check your network, then try again.";

/** Says that this browser cannot show the picture, and has the server draw it where that is asked for. */
export function StillOffer({ file, onStill }: StillOfferProps) {
  const [asked, setAsked] = useState(false);
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    if (!asked) return;
    const leaving = new AbortController();
    drawnStill(file, leaving.signal).then((drawn) => {
      if (leaving.signal.aborted) return;
      setAsked(false);
      if (typeof drawn === "string") setSentence(drawn);
      else onStill(drawn);
    });
    return () => leaving.abort();
  }, [asked]);
  return (
    <div class="flex flex-col items-start gap-2 p-4 text-note text-muted">
      <p>This browser cannot show the picture. The server can draw it, and keeps nothing of it.</p>
      <button type="button" class="button" disabled={asked} onClick={() => setAsked(true)}>
        {asked ? "Drawing…" : "Show the picture"}
      </button>
      <p role="status">{sentence}</p>
    </div>
  );
}

/** The still, or why there is none. */
async function drawnStill(file: File, signal: AbortSignal): Promise<Still | string> {
  const body = new FormData();
  body.append("image", file);
  try {
    const response = await fetch("/still", { method: "POST", body, signal });
    if (!response.ok) return faultOfBody(await response.text(), response.status).detail;
    const read = (name: string) => Number(response.headers.get(name));
    const size = { width: read(STILL_WIDTH_HEADER), height: read(STILL_HEIGHT_HEADER) };
    return { url: URL.createObjectURL(await response.blob()), size };
  } catch {
    return UNREACHED;
  }
}
