import { EncodedPacketSink, type InputVideoTrack } from "mediabunny";
import { badVideo } from "./video_fault.ts";

/** ITU-T H.264, table 7-1: parts of a picture, in another one's terms or on their own. */
const PICTURE_UNITS = [1, 2, 5];
/** ITU-T H.265, table 7-1: units below are parts of a picture. */
const HEVC_PICTURE_UNITS = 32;
/** RFC 6386, 9.1: what a key frame has behind its tag. */
const VP8_START_CODE = [0x9d, 0x01, 0x2a];

/** What a video's frames say of themselves, in the order in which they are stored. */
export interface FramesFound {
  /** Which are key frames, counted from 1. */
  readonly keys: readonly number[];
  /** Whether the index calls others key frames, or leaves out any. */
  readonly areKeysMistold: boolean;
}

/**
 * Goes through the frames of a video without decoding them: the first must be one that stands alone, and
 * all must be there, and each must be built as its codec says. What an index points to may be anything, zeros too.
 *
 * @throws {ProviderError} `bad-output`
 */
export async function checkFrames(
  track: InputVideoTrack,
  { frames }: { readonly frames: number },
): Promise<FramesFound> {
  const isSound = await frameCheck(track);
  const keys: number[] = [];
  let [count, areKeysMistold] = [0, false];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const type = await track.determinePacketType(packet) ?? packet.type;
    if (count++ === 0 && type === "delta") throw damaged();
    if (!isSound(packet.data)) throw damaged();
    if (type === "key") keys.push(count);
    areKeysMistold ||= type !== packet.type;
  }
  // Those that the file has no bytes for are left out in silence.
  if (count !== frames) throw damaged();
  return { keys, areKeysMistold };
}

async function frameCheck(track: InputVideoTrack): Promise<(frame: Uint8Array) => boolean> {
  const codec = await track.getCodec();
  if (codec === "vp8") return isVp8Frame;
  if (codec === "vp9") return isVp9Frame;
  if (codec === "av1") return isAv1Frame;
  const settings = settingsOf(await track.getDecoderConfig());
  // The byte of the settings that counts the bytes of each unit's length.
  const lengthBytes = ((settings?.[codec === "hevc" ? 21 : 4] ?? 3) & 3) + 1;
  const isPicture = codec === "hevc"
    ? (header: number) => header >> 1 < HEVC_PICTURE_UNITS
    : (header: number) => PICTURE_UNITS.includes(header & 31);
  return (frame) => isFrameOfUnits(frame, { lengthBytes, isPicture });
}

/** The box `avcC` or `hvcC` (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1). */
function settingsOf(config: VideoDecoderConfig | null): Uint8Array | undefined {
  const description = config?.description;
  if (description === undefined) return undefined;
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}

/** Whether units of the lengths that they announce fill the frame, some of a picture among them. */
function isFrameOfUnits(
  frame: Uint8Array,
  { lengthBytes, isPicture }: {
    readonly lengthBytes: number;
    readonly isPicture: (header: number) => boolean;
  },
): boolean {
  let hasPicture = false;
  for (let offset = 0; offset < frame.length;) {
    let length = 0;
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (frame[offset++] ?? 0);
    const header = frame[offset] ?? 0xff;
    if (length === 0 || header >= 0x80 || offset + length > frame.length) return false;
    hasPicture ||= isPicture(header);
    offset += length;
  }
  return hasPicture;
}

/** RFC 6386, 9.1: a frame that stands alone is one by its first bit, and has the start code. */
function isVp8Frame(frame: Uint8Array): boolean {
  const isKey = ((frame[0] ?? 1) & 1) === 0;
  return frame.length > 3 && (!isKey || VP8_START_CODE.every((byte, at) => frame[3 + at] === byte));
}

/** VP9 bitstream specification, 6.2: the marker of a frame. */
function isVp9Frame([first = 0]: Uint8Array): boolean {
  return first >> 6 === 2;
}

/** AV1 bitstream specification, 5.3.2: a unit's type, none of which is 0. */
function isAv1Frame([first = 0]: Uint8Array): boolean {
  return first < 0x80 && first >> 3 !== 0;
}

function damaged() {
  return badVideo("damaged-frames");
}
