import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatBytes } from "../../contract/units.ts";
import { saveFile } from "./save_file.ts";

/** A GIF to be had. */
export interface GifMaking {
  /** Share that is done; `undefined` while none is made. */
  readonly done: ReadonlySignal<number | undefined>;
  /** What became of the last one; "" before there was one. */
  readonly message: ReadonlySignal<string>;
  /** Begins, or stops what has begun. */
  toggle(): void;
}

/** Makes a GIF of the video and has it saved. The code for it is loaded when it is asked for. */
export function useGif(
  find: () => HTMLVideoElement | null | undefined,
  { name, framesPerSecond }: { readonly name: string; readonly framesPerSecond: number },
): GifMaking {
  const done = useSignal<number | undefined>(undefined);
  const message = useSignal("");
  const stopping = useRef<AbortController>();
  useEffect(() => () => stopping.current?.abort(), []);

  const make = async (player: HTMLVideoElement, signal: AbortSignal) => {
    done.value = 0;
    message.value = "Making the GIF…";
    try {
      const { makeGif } = await import("./make_gif.ts");
      const onProgress = (share: number) => done.value = share;
      const gif = await makeGif(player, { framesPerSecond, signal, onProgress });
      saveFile(gif, name);
      message.value = `The GIF is made and saved, ${formatBytes(gif.size)}.`;
    } catch {
      message.value = signal.aborted ? "Stopped. No GIF was made." : NOT_MADE;
    }
    done.value = undefined;
  };
  return {
    done,
    message,
    toggle() {
      if (done.value !== undefined) return stopping.current?.abort();
      const player = find();
      stopping.current = new AbortController();
      if (player) make(player, stopping.current.signal);
    },
  };
}

const NOT_MADE = "This browser could not make a GIF of it. The MP4 is yours all the same.";
