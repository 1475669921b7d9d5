import { EncodedPacketSink, type InputVideoTrack } from "mediabunny";
import { badVideo, unplayableVideo } from "./video_fault.ts";

/** ITU-T H.264, table 7-1: parts of a picture, in another one's terms or on their own. */
const PICTURE_UNITS = [1, 2, 5];
/** Baseline, Main, Extended and High: 8 bits, colour at half the resolution (H.264, annex A.2). */
const PLAYABLE_PROFILES = [66, 77, 88, 100];
const PROFILE_NAMES: Readonly<Record<number, string>> = {
  44: "CAVLC 4:4:4",
  110: "High 10",
  122: "High 4:2:2",
  244: "High 4:4:4",
};

/**
 * Goes through the frames of a video without decoding them: the first must be one that stands alone, and
 * each must be built as its codec says. What an index points to may be anything, zeros too.
 *
 * @throws {ProviderError} `bad-output`, or `unplayable-codec` for H.264 that browsers do not play
 */
export async function checkFrames(track: InputVideoTrack, codec: string): Promise<void> {
  const isSound = await frameCheck(track, codec);
  let isFirst = true;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (isFirst && await track.determinePacketType(packet) === "delta") throw damaged();
    if (!isSound(packet.data)) throw damaged();
    isFirst = false;
  }
}

async function frameCheck(
  track: InputVideoTrack,
  codec: string,
): Promise<(frame: Uint8Array) => boolean> {
  if (codec === "vp09") return isVp9Frame;
  if (codec === "av01") return isAv1Frame;
  const settings = avcSettings(await track.getDecoderConfig());
  // The byte of the settings that counts the bytes of each unit's length.
  const lengthBytes = ((settings?.[4] ?? 3) & 3) + 1;
  const profile = settings?.[1];
  if (profile !== undefined && !PLAYABLE_PROFILES.includes(profile)) {
    throw unplayableVideo(`H.264 ${PROFILE_NAMES[profile] ?? `of profile ${profile}`}`);
  }
  return (frame) => isAvcFrame(frame, lengthBytes);
}

/** The box `avcC` (ISO/IEC 14496-15, 5.3.3.1). */
function avcSettings(config: VideoDecoderConfig | null): Uint8Array | undefined {
  const description = config?.description;
  if (description === undefined) return undefined;
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}

/** Whether units of the lengths that they announce fill the frame, some of a picture among them. */
function isAvcFrame(frame: Uint8Array, lengthBytes: number): boolean {
  let hasPicture = false;
  for (let offset = 0; offset < frame.length;) {
    let length = 0;
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (frame[offset++] ?? 0);
    const header = frame[offset] ?? 0xff;
    if (length === 0 || header >= 0x80 || offset + length > frame.length) return false;
    hasPicture ||= PICTURE_UNITS.includes(header & 31);
    offset += length;
  }
  return hasPicture;
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
