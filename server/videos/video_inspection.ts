import {
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP4,
  QTFF,
  StreamSource,
  WEBM,
} from "mediabunny";
import { SNIFF_BYTES, sniffUpload } from "../../contract/upload_kind.ts";
import { ProviderError } from "../errors.ts";
import { badVideo, unknownCodec } from "./video_fault.ts";
import { checkFrames } from "./video_frames.ts";
import type { PictureTruth } from "./video_headers.ts";
import { readVideoIndex, shownSeconds } from "./video_index.ts";
import { readAt, readTopBoxes, type TopBoxes } from "./mp4_boxes.ts";

/** What a video turned out to be. */
export interface InspectedVideo {
  /** Codec as browsers name it (RFC 6381), such as `avc1.42c00b`. */
  readonly codec: string;
  /** Size as it is shown, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Length of the pictures; sound may go on for a moment. */
  readonly durationSeconds: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** The frames are there, but their index is in pieces, starts late or is QuickTime's. */
  readonly needsNewIndex: boolean;
  /** What the index does not say of the pictures, or says wrong. */
  readonly truth: PictureTruth;
}

/** What at least one browser plays, as sample entries name it. */
const PLAYABLE_CODECS = ["avc1", "avc3", "av01", "vp09", "vp08", "hvc1", "hev1"];
/** What VP8 is called in an MP4, where it is named as VP9 is: profile 0, of 8 bits. */
const VP8_CODEC = "vp08.00.10.08";
const MAX_SIDE = 8192;
const CACHE_BYTES = 1024 * 1024;

/**
 * Checks that the file at `path` is a whole MP4 with a video track that a browser plays, and says what
 * it holds. Goes through the frames, one by one, unless they have been gone through before.
 *
 * @throws {ProviderError} `bad-output` or `unplayable-codec`, with a sentence that names what is wrong
 */
export async function inspectVideo(
  path: string,
  { areFramesKnown = false }: { readonly areFramesKnown?: boolean } = {},
): Promise<InspectedVideo> {
  using file = await Deno.open(path);
  const { size: bytes } = await file.stat();
  checkStart(await readAt(file, 0, SNIFF_BYTES));
  const top = await readTopBoxes(file, bytes);
  checkBoxes(top, bytes);
  const { boxes } = top;
  const index = await readVideoIndex(file, boxes);
  const isInPieces = boxes.some(({ type }) => type === "moof");
  using input = openInput(file, boxes.at(-1)?.end ?? bytes);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw badVideo("no-track");
    const facts = await readTrack(track);
    const found = areFramesKnown ? undefined : await checkFrames(track, facts);
    const shown = shownSeconds(index) ?? Infinity;
    const durationSeconds = Math.min(facts.durationSeconds, shown);
    const isQuickTime = (await input.getFormat()) === QTFF;
    const needsNewIndex = isInPieces || isQuickTime || await track.getFirstTimestamp() > 0;
    const truth = {
      ...(found?.areKeysMistold && !needsNewIndex && { keys: found.keys }),
      ...(shown < facts.durationSeconds && { shownSeconds: shown }),
    };
    return { ...facts, durationSeconds, bytes, needsNewIndex, truth };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw badVideo("damaged-index", error);
  }
}

/** An open video for mediabunny, read piece by piece. */
export function openInput(file: Deno.FsFile, bytes: number): Input {
  // What it would print about a strange video is said in the error.
  Logging.level = LogLevel.Errors;
  // It asks for several parts at once, but a file has one position.
  let last: Promise<unknown> = Promise.resolve();
  return new Input({
    formats: [MP4, QTFF, WEBM, MATROSKA],
    source: new StreamSource({
      getSize: () => bytes,
      read: (start, end) => {
        // The file may go on behind its last box.
        const read = last.then(() => readAt(file, start, Math.min(end, bytes) - start));
        last = read.catch(() => {});
        return read;
      },
      maxCacheSize: CACHE_BYTES,
    }),
  });
}

/** A video must start with its type; what does not is named where it can be. */
function checkStart(head: Uint8Array): void {
  const brand = String.fromCharCode(...head.subarray(4, 12));
  if (brand.startsWith("ftyp")) return;
  const found = sniffUpload(head);
  if (found.kind === "empty") throw badVideo("empty");
  if (found.kind === "picture") throw badVideo("picture");
  if (/^\s*[[{]/.test(new TextDecoder().decode(head))) throw badVideo("json");
  if (found.kind !== "heic" && found.type !== "unknown") {
    throw new ProviderError("bad-output", { kind: "other-file", fileType: found.type });
  }
  throw badVideo("not-mp4");
}

function checkBoxes({ boxes, why }: TopBoxes, bytes: number): void {
  if (boxes.some(({ end }) => end > bytes)) throw badVideo("cut-off");
  if (why !== "closed") throw badVideo("damaged");
  if (!boxes.some((box) => box.type === "moov")) {
    throw badVideo("no-index");
  }
  if (!boxes.some((box) => box.type === "mdat")) throw badVideo("no-data");
}

async function readTrack(
  track: InputVideoTrack,
): Promise<Omit<InspectedVideo, "bytes" | "needsNewIndex" | "truth">> {
  const entry = String(await track.getInternalCodecId());
  if (!PLAYABLE_CODECS.includes(entry)) throw unknownCodec(entry);
  // It names HEVC by one of its two sample entries only, but Safari plays the other one.
  const named = (await track.getCodecParameterString() ?? entry).replace(/^h[ev][cv]1/, entry);
  const codec = named === "vp8" ? VP8_CODEC : named;
  // The first frame is fetched for real: an index may point anywhere.
  const first = await new EncodedPacketSink(track).getFirstPacket();
  if (first === null || first.byteLength === 0) throw badVideo("no-frames");
  const { packetCount: frames } = await track.computePacketStats();
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) {
    throw badVideo("no-size");
  }
  const durationSeconds = await track.computeDuration() -
    Math.max(0, await track.getFirstTimestamp());
  if (!(durationSeconds > 0)) throw badVideo("no-time");
  const framesPerSecond = frames / (await track.computeDuration() - first.timestamp);
  return { codec, width, height, durationSeconds, frames, framesPerSecond };
}
