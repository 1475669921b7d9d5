import {
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MP4,
  StreamSource,
} from "mediabunny";
import { SNIFF_BYTES, sniffUpload } from "../../contract/upload_kind.ts";
import { ProviderError } from "../errors.ts";
import { badVideo, unknownCodec } from "./video_fault.ts";
import { checkFrames } from "./video_frames.ts";
import { listsKeyFrames, readVideoIndex } from "./video_index.ts";
import { readAt, readTopBoxes, type TopBoxes } from "./mp4_boxes.ts";

/** What a video turned out to be. */
export interface InspectedVideo {
  /** Codec as sample entries name it: `avc1`, `avc3`, `av01` or `vp09`. */
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
  /** The frames are there, but their index is in pieces, starts late or is wrong about key frames. */
  readonly needsNewIndex: boolean;
}

/** What browsers play everywhere. */
const PLAYABLE_CODECS = ["avc1", "avc3", "av01", "vp09"];
const MAX_SIDE = 8192;
const CACHE_BYTES = 1024 * 1024;

/**
 * Checks that the file at `path` is a whole MP4 with a video track that browsers play, and says what
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
  using input = openInput(file, bytes);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw badVideo("no-track");
    const facts = await readTrack(track);
    if (!areFramesKnown) await checkFrames(track, facts.codec);
    const needsNewIndex = isInPieces || await track.getFirstTimestamp() > 0 ||
      (!listsKeyFrames(index) && await claimsFalseKeyFrames(track));
    return { ...facts, bytes, needsNewIndex };
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
    formats: [MP4],
    source: new StreamSource({
      getSize: () => bytes,
      read: (start, end) => {
        const read = last.then(() => readAt(file, start, end - start));
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
  if (brand === "ftypqt  ") throw badVideo("quicktime");
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
): Promise<Omit<InspectedVideo, "bytes" | "needsNewIndex">> {
  const codec = String(await track.getInternalCodecId());
  if (!PLAYABLE_CODECS.includes(codec)) throw unknownCodec(codec);
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
  const framesPerSecond = frames / durationSeconds;
  return { codec, width, height, durationSeconds, frames, framesPerSecond };
}

/** Some encoders mark every frame as a key frame; a browser that seeks then shows nothing. */
async function claimsFalseKeyFrames(track: InputVideoTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track);
  const options = { verifyKeyPackets: true };
  const first = await sink.getFirstPacket(options);
  const second = first && await sink.getNextPacket(first, options);
  return second?.type === "delta";
}
