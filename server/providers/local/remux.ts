import {
  BufferSource,
  BufferTarget,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
} from "mediabunny";

/** What the new container says about the video. */
export interface RemuxOptions {
  readonly framesPerSecond: number;
  readonly title: string;
  readonly comment: string;
}

/** The matrix and range that `i420FromRgb` uses. */
const COLOUR_SPACE = {
  primaries: "smpte170m",
  transfer: "smpte170m",
  matrix: "smpte170m",
  fullRange: false,
} as const;

/**
 * Packs the encoder's frames into a new MP4: index first, exact frame times, key frames marked as
 * they are in the bitstream (the encoder's own container marks every frame), colours and tags told.
 */
export async function remux(
  video: Uint8Array,
  options: RemuxOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  using input = new Input({ source: new BufferSource(video), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("The encoder made no video track");
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(source, { frameRate: options.framesPerSecond });
  output.setMetadataTags({ title: options.title, comment: options.comment });
  await output.start();
  await copyPackets(track, { to: source, framesPerSecond: options.framesPerSecond });
  await output.finalize();
  if (target.buffer === null) throw new Error("The video was not written");
  return new Uint8Array(target.buffer);
}

async function copyPackets(
  track: InputVideoTrack,
  { to, framesPerSecond }: { to: EncodedVideoPacketSource; framesPerSecond: number },
): Promise<void> {
  const config = await track.getDecoderConfig();
  if (config === null) throw new Error("The encoder's track cannot be described");
  const meta = { decoderConfig: { ...config, colorSpace: COLOUR_SPACE } };
  let index = 0;
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, {
    verifyKeyPackets: true,
  });
  for await (const packet of packets) {
    const time = index++ / framesPerSecond;
    // Without a duration, the last frame would not count.
    const copy = new EncodedPacket(packet.data, packet.type, time, 1 / framesPerSecond);
    await to.add(copy, meta);
  }
}
