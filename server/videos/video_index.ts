import type { IsoBox } from "../../contract/formats/iso_boxes.ts";
import { badVideo } from "./video_fault.ts";
import { readBox } from "./mp4_boxes.ts";
import { boxesAt, boxesIn, contentOf } from "./mp4_tree.ts";
import { editedLength, scaleOf } from "./video_headers.ts";

/** The box `moov` of a video, in memory. */
export interface VideoIndex {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly root: IsoBox;
}

/** An index of a video of seconds has kilobytes. */
const MAX_INDEX_BYTES = 4 * 1024 * 1024;
/** So many frames has ten minutes of the fastest video. */
export const MAX_FRAMES = 36_000;
/** Uncompressed sound has a sample each 20 µs, of which many are in one chunk. */
const MAX_CHUNK = 100_000;
/** Models make seconds, not hours. */
const MAX_SECONDS = 600;
const TABLES = "mdia/minf/stbl";

/**
 * Reads the index of an open video. What it claims is counted before anybody else follows it: a few
 * bytes can claim billions of frames.
 *
 * @throws {ProviderError} `bad-output`
 */
export async function readVideoIndex(
  file: Deno.FsFile,
  boxes: readonly IsoBox[],
): Promise<VideoIndex> {
  const box = boxes.find(({ type }) => type === "moov");
  if (box === undefined) throw badVideo("no-index");
  const fragments = boxes.filter(({ type }) => type === "moof");
  const indexBytes = [box, ...fragments].reduce((sum, { start, end }) => sum + end - start, 0);
  if (indexBytes > MAX_INDEX_BYTES) throw badVideo("large-index");
  const index = await readIndex(file, box);
  if (damagedUnless(() => videoTracks(index)).length === 0) throw badVideo("no-track");
  checkDurations(index);
  const frames = framesIn(index) + await framesInFragments(file, fragments);
  if (frames > MAX_FRAMES) throw badVideo("too-many-frames");
  if (frames === 0) throw badVideo("no-frames");
  checkChunks(index);
  return index;
}

/** How much of the pictures the edit list has shown, in seconds; `undefined` where it leaves that open. */
export function shownSeconds(index: VideoIndex): number | undefined {
  const { bytes, root } = index;
  return damagedUnless(() => {
    const [movie] = boxesAt(bytes, root, "mvhd");
    const [list] = videoTracks(index).flatMap((track) => boxesAt(bytes, track, "edts/elst"));
    if (movie === undefined || list === undefined) return undefined;
    const edits = contentOf(bytes, list);
    // More than one edit, and one that delays the first frame, mean something else than a length.
    if (edits.getUint32(4) !== 1) return undefined;
    const length = editedLength(edits) / scaleOf(contentOf(bytes, movie));
    return length > 0 && Number.isFinite(length) ? length : undefined;
  });
}

async function readIndex(
  file: Deno.FsFile,
  { start, end }: Pick<IsoBox, "start" | "end">,
): Promise<VideoIndex> {
  const bytes = await readBox(file, { start, end });
  return damagedUnless(() => {
    const [root] = boxesIn(bytes, { start: 0, end: bytes.length });
    if (root === undefined) throw new RangeError("The index is empty");
    return { bytes, root };
  });
}

/** Everyone who shows a length believes a different one of these. */
function checkDurations({ bytes, root }: VideoIndex): void {
  const seconds = damagedUnless(() =>
    [...boxesAt(bytes, root, "mvhd"), ...boxesAt(bytes, root, "trak/mdia/mdhd")]
      .map((box) => secondsIn(contentOf(bytes, box)))
  );
  if (seconds.some((length) => length > MAX_SECONDS)) {
    throw badVideo("too-long");
  }
}

/** The length that a movie or media header claims; 0 when it leaves it open. */
function secondsIn(header: DataView): number {
  const isLong = header.getUint8(0) === 1;
  const scale = header.getUint32(isLong ? 20 : 12);
  const length = isLong ? Number(header.getBigUint64(24)) : header.getUint32(16);
  const isOpen = length === (isLong ? 2 ** 64 : 2 ** 32 - 1);
  return isOpen ? 0 : length / Math.max(1, scale);
}

/** The larger of what the tables of sizes and of times claim, over all tracks of pictures. */
function framesIn(index: VideoIndex): number {
  const { bytes } = index;
  return damagedUnless(() =>
    videoTracks(index).reduce((most, track) => {
      const sizes = [`${TABLES}/stsz`, `${TABLES}/stz2`]
        .flatMap((path) => boxesAt(bytes, track, path))
        .map((box) => contentOf(bytes, box).getUint32(8));
      const times = [`${TABLES}/stts`, `${TABLES}/ctts`]
        .flatMap((path) => boxesAt(bytes, track, path))
        .map((box) => samplesTimed(contentOf(bytes, box)));
      return Math.max(most, ...sizes, ...times);
    }, 0)
  );
}

function samplesTimed(table: DataView): number {
  let samples = 0;
  for (let entry = 0; entry < table.getUint32(4); entry++) {
    samples += table.getUint32(8 + entry * 8);
  }
  return samples;
}

/** A chunk of more frames than a video may have is gone through frame by frame all the same. */
function checkChunks({ bytes, root }: VideoIndex): void {
  damagedUnless(() => {
    for (const box of boxesAt(bytes, root, `trak/${TABLES}/stsc`)) {
      const table = contentOf(bytes, box);
      for (let entry = 0; entry < table.getUint32(4); entry++) {
        if (table.getUint32(12 + entry * 12) > MAX_CHUNK) throw new RangeError("A chunk too large");
      }
    }
  });
}

async function framesInFragments(file: Deno.FsFile, fragments: readonly IsoBox[]): Promise<number> {
  let frames = 0;
  for (const fragment of fragments) {
    const { bytes, root } = await readIndex(file, fragment);
    frames += damagedUnless(() =>
      boxesAt(bytes, root, "traf/trun")
        .reduce((sum, box) => sum + contentOf(bytes, box).getUint32(4), 0)
    );
  }
  return frames;
}

function videoTracks({ bytes, root }: VideoIndex): IsoBox[] {
  return boxesAt(bytes, root, "trak").filter((track) =>
    boxesAt(bytes, track, "mdia/hdlr").some((box) =>
      contentOf(bytes, box).getUint32(8) === 0x76696465 // "vide"
    )
  );
}

function damagedUnless<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw badVideo("damaged-index", error);
    throw error;
  }
}
