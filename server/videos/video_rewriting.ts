import { createPrivate } from "../storage_failure.ts";
import type { VideoMarks } from "../../contract/video_marks.ts";
import type { IsoBox } from "../../contract/formats/iso_boxes.ts";
import { badVideo } from "./video_fault.ts";
import { mendHeaders, type PictureTruth } from "./video_headers.ts";
import { sourceBox, tagBox } from "./video_marks.ts";
import { readBox, readTopBoxes } from "./mp4_boxes.ts";
import { boxesAt, boxesIn, boxOf, contentOf } from "./mp4_tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A stretch of the old file and where it stands in the new one. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

const CHUNK_BYTES = 1024 * 1024;
const MAX_TYPE_BYTES = 4096;
/** What the marks replace, by the specification's and by QuickTime's place for tags. */
const OLD_TAGS = ["udta", "meta"];
/** What stands for the type in files from before there were types. */
const QUICKTIME_TYPE = boxOf("ftyp", new TextEncoder().encode("qt  \0\0\0\0qt  "));

/**
 * Writes the inspected video at `path` to the new file `to`: its type, its index, the marks, then the
 * frames as they are. Whatever else the file held is left out: old tags, padding, and a signature
 * that the new bytes would break. The headers of the index say what is `truth`. Holds the index in
 * memory, never the frames.
 *
 * @throws {ProviderError} `bad-output` when the index points outside the frames
 */
export async function rewriteVideo(
  path: string,
  to: string,
  { marks, truth }: { readonly marks: VideoMarks; readonly truth: PictureTruth },
): Promise<void> {
  await write(path, to, {
    changed: (index) => withMarks(mended(index, truth), marks),
    extra: [sourceBox(marks)],
    moved: ["mdat"],
  });
}

/**
 * Writes the video at `path` to the new file `to` with its type and its index first, each of a size
 * that is told: what it was without that, some readers do not find. A video without a type is
 * QuickTime's.
 *
 * @throws {ProviderError} `bad-output` when the index points outside the frames
 */
export async function orderVideo(path: string, to: string): Promise<void> {
  await write(path, to, { changed: (index) => index, extra: [], moved: ["mdat", "moof"] });
}

async function write(path: string, to: string, { changed, extra, moved }: {
  readonly changed: (index: Bytes) => Bytes;
  /** Boxes between index and frames. */
  readonly extra: readonly Bytes[];
  /** Types of boxes that follow in their order. */
  readonly moved: readonly string[];
}): Promise<void> {
  using file = await Deno.open(path);
  const { boxes } = await readTopBoxes(file, (await file.stat()).size);
  const type = boxes.some(({ type }) => type === "ftyp")
    ? await contentIn(file, boxes, "ftyp")
    : QUICKTIME_TYPE;
  const index = changed(await contentIn(file, boxes, "moov"));
  const front = [type, index, ...extra];
  const moves = movesOf(
    boxes.filter(({ type }) => moved.includes(type)),
    front.reduce((sum, { length }) => sum + length, 0),
  );
  pointTo(index, moves);
  using target = await createPrivate(to);
  for (const bytes of front) await writeAll(target, bytes);
  for (const move of moves) await copy(file, target, move);
}

function mended(index: Bytes, truth: PictureTruth): Bytes {
  try {
    return mendHeaders(index, truth);
  } catch (error) {
    if (error instanceof RangeError) throw badVideo("damaged-index", error);
    throw error;
  }
}

async function contentIn(
  file: Deno.FsFile,
  boxes: readonly IsoBox[],
  type: string,
): Promise<Bytes> {
  const box = boxes.find((box) => box.type === type);
  if (box === undefined || (type === "ftyp" && box.end - box.start > MAX_TYPE_BYTES)) {
    throw badVideo("damaged-beginning");
  }
  return await readBox(file, box);
}

/** The index with the new tags instead of the old ones. */
function withMarks(index: Bytes, marks: VideoMarks): Bytes {
  const [root] = boxesIn(index, { start: 0, end: index.length });
  if (root === undefined) throw badVideo("damaged-index");
  const kept = boxesIn(index, { start: root.contentStart, end: root.end })
    .filter(({ type }) => !OLD_TAGS.includes(type))
    .map(({ start, end }) => index.subarray(start, end));
  return boxOf("moov", ...kept, tagBox(marks));
}

/** The boxes, one after the other from `start` on. */
function movesOf(boxes: readonly IsoBox[], start: number): Move[] {
  let to = start;
  return boxes.map(({ start: from, end }) => {
    const size = end - from;
    const move = { from, to, size };
    to += size;
    return move;
  });
}

/** Lets all tables of the index point to where the frames stand now. */
function pointTo(index: Bytes, moves: readonly Move[]): void {
  const [root] = boxesIn(index, { start: 0, end: index.length });
  if (root === undefined) return;
  try {
    for (const box of boxesAt(index, root, "trak/mdia/minf/stbl/stco")) {
      const table = contentOf(index, box);
      for (let at = 8, left = table.getUint32(4); left > 0; left--, at += 4) {
        table.setUint32(at, moved(table.getUint32(at), moves));
      }
    }
    for (const box of boxesAt(index, root, "trak/mdia/minf/stbl/co64")) {
      const table = contentOf(index, box);
      for (let at = 8, left = table.getUint32(4); left > 0; left--, at += 8) {
        table.setBigUint64(at, BigInt(moved(Number(table.getBigUint64(at)), moves)));
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw badVideo("damaged-index", error);
    throw error;
  }
}

/** A place in the old file as a place in the new one; the moves are in the order of the file. */
function moved(offset: number, moves: readonly Move[]): number {
  let [low, high] = [0, moves.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((moves[middle]?.from ?? Infinity) <= offset) low = middle;
    else high = middle;
  }
  const move = moves[low];
  if (move === undefined || offset < move.from || offset > move.from + move.size) {
    throw badVideo("index-outside");
  }
  return offset - move.from + move.to;
}

async function copy(from: Deno.FsFile, to: Deno.FsFile, move: Move): Promise<void> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, move.size));
  await from.seek(move.from, Deno.SeekMode.Start);
  for (let left = move.size; left > 0;) {
    const count = await from.read(buffer.subarray(0, Math.min(buffer.length, left)));
    if (count === null) throw badVideo("cut-off");
    await writeAll(to, buffer.subarray(0, count));
    left -= count;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}
