import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  type VideoCodec,
} from "mediabunny";
import { smallVideo } from "./small_video.ts";

/** What differs from the small video: 160×96 pixels, four frames at 8 a second, the first one a key. */
export interface VideoVariant {
  /** Where its index stands: before the frames, after them, or in pieces among them. */
  readonly index?: "first" | "last" | "in-pieces";
  /** How many times the four frames come, each time with a key frame. */
  readonly rounds?: number;
  readonly hasSound?: boolean;
  /** Marks every frame as a key frame, as careless encoders do. */
  readonly marksAllFramesAsKeys?: boolean;
  /** Which frames it marks as key frames, counted from 1, where that is untrue. */
  readonly keys?: readonly number[];
  /** What its codec's entry tells in the place of what is true. */
  readonly told?: Partial<VideoDecoderConfig>;
  /** When its first frame shows, in seconds; not 0 where frames were reordered carelessly. */
  readonly start?: number;
  /** How it is wrapped, where not as an MP4. */
  readonly format?: OutputFormat;
  /** Frames of another codec in the place of H.264; nothing is to be seen in them. */
  readonly inert?: "vp8" | "hevc";
  /** Frames of VP8, VP9 or AV1 in the place of H.264. */
  readonly coded?: CodedFrames;
  /** Bytes that mean nothing and are added to each frame. */
  readonly fillerBytes?: number;
}

/** Frames that an encoder made, in the codec that RFC 6381 names so. */
export interface CodedFrames {
  readonly codec: string;
  readonly frames: readonly { readonly isKey: boolean; readonly data: Uint8Array }[];
}

const FRAMES_PER_SECOND = 8;
const FAST_START = { "first": "in-memory", "last": false, "in-pieces": "fragmented" } as const;
const SOUND = { sampleRate: 48_000, numberOfChannels: 2, codec: "mp4a.40.2" };
const SOUND_SECONDS = 1024 / SOUND.sampleRate;
/** AAC-LC of 48 kHz in stereo, and one packet of it in which nothing is heard. */
const SOUND_DESCRIPTION = Uint8Array.of(0x11, 0x90);
const SILENCE = Uint8Array.of(0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80);

/** A real video that browsers play, put together in another way. */
export async function videoVariant(variant: VideoVariant = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { index = "first", rounds = 1, hasSound = false } = variant;
  const target = new BufferTarget();
  const { format = new Mp4OutputFormat({ fastStart: FAST_START[index] }) } = variant;
  const output = new Output({ format, target });
  const video = new EncodedVideoPacketSource(codecOf(variant));
  output.addVideoTrack(video, { frameRate: FRAMES_PER_SECOND });
  const sound = new EncodedAudioPacketSource("aac");
  if (hasSound) output.addAudioTrack(sound);
  await output.start();
  const frames = await framesOf(variant);
  await Promise.all([
    addFrames(video, { ...frames, ...variant, rounds }),
    hasSound ? addSilence(sound, frames.packets.length * rounds / FRAMES_PER_SECOND) : undefined,
  ]);
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

interface Frames {
  readonly packets: readonly EncodedPacket[];
  readonly decoderConfig: VideoDecoderConfig | null;
}

/** The bytes of the frames in an MP4, in their order. */
export async function framesIn(video: Uint8Array<ArrayBuffer>): Promise<Uint8Array[]> {
  return (await readFrames(video)).packets.map(({ data }) => data);
}

function codecOf({ inert, coded }: VideoVariant): VideoCodec {
  if (coded?.codec.startsWith("vp09")) return "vp9";
  if (coded?.codec.startsWith("av01")) return "av1";
  return inert ?? (coded === undefined ? "avc" : "vp8");
}

async function framesOf({ inert, coded }: VideoVariant): Promise<Frames> {
  if (inert !== undefined) return INERT_FRAMES[inert];
  if (coded === undefined) return await readFrames(await smallVideo());
  const packets = coded.frames.map(({ isKey, data }) =>
    new EncodedPacket(data, isKey ? "key" : "delta", 0, 1 / FRAMES_PER_SECOND)
  );
  return { packets, decoderConfig: { codec: coded.codec, codedWidth: 160, codedHeight: 96 } };
}

/** What key frames begin with (RFC 6386, 9.1, and ITU-T H.265, 7.3.1), without a picture. */
const INERT_FRAMES: Readonly<Record<"vp8" | "hevc", Frames>> = {
  vp8: inertFrames({
    frame: [0x10, 0, 0, 0x9d, 0x01, 0x2a, 160, 0, 96, 0, 0, 0, 0, 0],
    config: { codec: "vp8" },
  }),
  hevc: inertFrames({
    frame: [0, 0, 0, 4, 0x26, 0x01, 0x80, 0x80],
    config: {
      codec: "hvc1.1.6.L60.90",
      // The box `hvcC` (ISO/IEC 14496-15, 8.3.3.1) without parameter sets.
      description: Uint8Array.fromHex("0101600000009000000000003cf000fcfdf8f800000f00"),
    },
  }),
};

function inertFrames(
  { frame, config }: { readonly frame: number[]; readonly config: VideoDecoderConfig },
): Frames {
  const packet = new EncodedPacket(Uint8Array.from(frame), "key", 0, 1 / FRAMES_PER_SECOND);
  const packets = Array.from({ length: 4 }, () => packet);
  return { packets, decoderConfig: { ...config, codedWidth: 160, codedHeight: 96 } };
}

async function readFrames(video: Uint8Array<ArrayBuffer>): Promise<Frames> {
  using input = new Input({ source: new BufferSource(video), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("The small video has no pictures");
  return {
    packets: await Array.fromAsync(new EncodedPacketSink(track).packets()),
    decoderConfig: await track.getDecoderConfig(),
  };
}

async function addFrames(
  source: EncodedVideoPacketSource,
  {
    packets,
    decoderConfig,
    rounds,
    start = 0,
    fillerBytes = 0,
    marksAllFramesAsKeys = false,
    keys,
    told,
  }:
    & Frames
    & VideoVariant
    & { readonly rounds: number },
): Promise<void> {
  if (decoderConfig === null) throw new Error("The small video cannot be described");
  const meta = { decoderConfig: { ...decoderConfig, ...told } };
  const filler = fillerUnit(fillerBytes);
  let count = 0;
  for (const packet of Array.from({ length: rounds }).flatMap(() => packets)) {
    const data = new Uint8Array(packet.data.length + filler.length);
    data.set(packet.data);
    data.set(filler, packet.data.length);
    const own = keys === undefined ? packet.type : keys.includes(count + 1) ? "key" : "delta";
    const type = marksAllFramesAsKeys ? "key" : own;
    const time = start + count++ / FRAMES_PER_SECOND;
    await source.add(new EncodedPacket(data, type, time, 1 / FRAMES_PER_SECOND), meta);
  }
  source.close();
}

async function addSilence(source: EncodedAudioPacketSource, seconds: number): Promise<void> {
  const decoderConfig = { ...SOUND, description: SOUND_DESCRIPTION };
  for (let time = 0; time < seconds; time += SOUND_SECONDS) {
    await source.add(new EncodedPacket(SILENCE, "key", time, SOUND_SECONDS), { decoderConfig });
  }
  source.close();
}

/** A unit of filler data (ITU-T H.264, section 7.3.2.7) behind its length. */
function fillerUnit(bytes: number): Uint8Array {
  if (bytes === 0) return new Uint8Array();
  const unit = new Uint8Array(bytes + 6).fill(0xff);
  new DataView(unit.buffer).setUint32(0, bytes + 2);
  unit[4] = 12;
  unit[bytes + 5] = 0x80;
  return unit;
}
