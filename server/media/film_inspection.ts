import {
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MP4,
  StreamSource,
} from "mediabunny";
import { ProviderError } from "../generation/errors.ts";
import { SNIFF_BYTES, sniffUpload } from "./image_type.ts";
import { type Box, readAt, readTopBoxes } from "./mp4_boxes.ts";

/** What a film turned out to be. */
export interface FilmFacts {
  /** Codec as sample entries name it: `avc1`, `avc3`, `av01` or `vp09`. */
  readonly codec: string;
  /** Size as it is shown, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
  readonly frames: number;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/** What browsers play everywhere, and what else models are known to answer with. */
const PLAYABLE_CODECS = ["avc1", "avc3", "av01", "vp09"];
const OTHER_CODECS: Readonly<Record<string, string>> = {
  mp4v: "MPEG-4 Part 2 (mp4v)",
  hvc1: "HEVC (hvc1)",
  hev1: "HEVC (hev1)",
};
/** An index of a film of seconds has kilobytes. */
const MAX_INDEX_BYTES = 16 * 1024 * 1024;
const CACHE_BYTES = 1024 * 1024;

/**
 * Checks that the file at `path` is a whole MP4 with a video track that browsers play, and says what
 * it holds. Reads headers and the index, never the whole film.
 *
 * @throws {ProviderError} `bad-output` with a sentence that names what is wrong
 */
export async function inspectFilm(path: string): Promise<FilmFacts> {
  using file = await Deno.open(path);
  const { size: bytes } = await file.stat();
  checkStart(await readAt(file, 0, SNIFF_BYTES));
  checkBoxes(await readTopBoxes(file, bytes), bytes);
  // What it would print about a strange film is said in the error.
  Logging.level = LogLevel.Errors;
  using input = new Input({
    formats: [MP4],
    source: new StreamSource({
      getSize: () => bytes,
      read: (start, end) => readAt(file, start, end - start),
      maxCacheSize: CACHE_BYTES,
    }),
  });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw badOutput("has no video track");
    return { ...await readTrack(track), bytes };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw badOutput("has a damaged index", error);
  }
}

/** A film must start with its type; what does not is named where it can be. */
function checkStart(head: Uint8Array): void {
  if (String.fromCharCode(...head.subarray(4, 8)) === "ftyp") return;
  const found = sniffUpload(head);
  if (found.kind === "empty") throw badOutput("is empty");
  if (found.kind === "picture") throw badOutput("is a picture, not an MP4");
  if (found.kind === "other") throw badOutput(`is ${found.name}, not an MP4`);
  throw badOutput("is not an MP4");
}

function checkBoxes(boxes: readonly Box[], bytes: number): void {
  const end = boxes.reduce((sum, box) => sum + box.size, 0);
  if (end > bytes) throw badOutput("is cut off");
  if (end < bytes) throw badOutput("is damaged or cut off");
  const index = boxes.find((box) => box.type === "moov");
  if (index === undefined) throw badOutput("has no index; it is damaged or cut off");
  if (index.size > MAX_INDEX_BYTES) throw badOutput("has an unreasonably large index");
  if (!boxes.some((box) => box.type === "mdat")) throw badOutput("has an index but no frames");
}

async function readTrack(track: InputVideoTrack): Promise<Omit<FilmFacts, "bytes">> {
  const codec = String(await track.getInternalCodecId());
  if (!PLAYABLE_CODECS.includes(codec)) {
    throw badOutput(`uses ${OTHER_CODECS[codec] ?? "a codec"}, which many browsers cannot play`);
  }
  // The first frame is fetched for real: an index may point anywhere.
  const first = await new EncodedPacketSink(track).getFirstPacket();
  if (first === null || first.byteLength === 0) throw badOutput("has no frames");
  const { packetCount: frames } = await track.computePacketStats();
  return {
    codec,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    durationSeconds: await track.computeDuration(),
    frames,
  };
}

function badOutput(fault: string, cause?: unknown): ProviderError {
  return new ProviderError(
    "bad-output",
    `The film that came back ${fault}. Try again, or choose another model.`,
    { charged: "unknown", retryable: true, cause },
  );
}
