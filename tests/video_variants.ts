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
  /** When its first frame shows, in seconds; not 0 where frames were reordered carelessly. */
  readonly start?: number;
  /** Bytes that mean nothing and are added to each frame. */
  readonly fillerBytes?: number;
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
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: FAST_START[index] }),
    target,
  });
  const video = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(video, { frameRate: FRAMES_PER_SECOND });
  const sound = new EncodedAudioPacketSource("aac");
  if (hasSound) output.addAudioTrack(sound);
  await output.start();
  const frames = await readFrames();
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

async function readFrames(): Promise<Frames> {
  using input = new Input({ source: new BufferSource(await smallVideo()), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("The small video has no pictures");
  return {
    packets: await Array.fromAsync(new EncodedPacketSink(track).packets()),
    decoderConfig: await track.getDecoderConfig(),
  };
}

async function addFrames(
  source: EncodedVideoPacketSource,
  { packets, decoderConfig, rounds, start = 0, fillerBytes = 0, marksAllFramesAsKeys = false }:
    & Frames
    & VideoVariant
    & { readonly rounds: number },
): Promise<void> {
  if (decoderConfig === null) throw new Error("The small video cannot be described");
  const filler = fillerUnit(fillerBytes);
  let count = 0;
  for (const packet of Array.from({ length: rounds }).flatMap(() => packets)) {
    const data = new Uint8Array(packet.data.length + filler.length);
    data.set(packet.data);
    data.set(filler, packet.data.length);
    const type = marksAllFramesAsKeys ? "key" : packet.type;
    const time = start + count++ / FRAMES_PER_SECOND;
    await source.add(new EncodedPacket(data, type, time, 1 / FRAMES_PER_SECOND), { decoderConfig });
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
