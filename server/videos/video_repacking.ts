import { createPrivate } from "../storage_failure.ts";
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from "mediabunny";
import { badVideo } from "./video_fault.ts";
import { MAX_FRAMES } from "./video_index.ts";
import { openInput } from "./video_inspection.ts";

/** One track on its way from one file to the other. */
interface TrackCopy {
  readonly packets: AsyncIterator<EncodedPacket>;
  /** When it starts, in seconds of the old file; in the new one that is 0. */
  readonly start: number;
  add(packet: EncodedPacket): Promise<void>;
}

const CHUNK_BYTES = 1024 * 1024;
/** Pictures, and ten minutes of sound in the shortest packets that there are (Opus, 2.5 ms). */
const MAX_PACKETS = MAX_FRAMES + 240_000;

/**
 * Writes the video at `path` to the new file `to` with one index for all of it, from its first moment
 * on, and the key frames as the bitstream has them; pictures and sound stay as they are, bit for bit. Holds the index and a few
 * frames in memory.
 */
export async function repackVideo(path: string, to: string): Promise<void> {
  using from = await Deno.open(path);
  using input = openInput(from, (await from.stat()).size);
  const video = await input.getPrimaryVideoTrack();
  if (video === null) throw badVideo("no-track");
  const audio = await input.getPrimaryAudioTrack();
  using target = await createPrivate(to);
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(writableOf(target), { chunked: true, chunkSize: CHUNK_BYTES }),
  });
  const copies = [
    await copyOfVideo(video, output),
    ...audio === null
      ? []
      : await copyOfAudio(audio, output, Math.max(0, await input.getFirstTimestamp())),
  ];
  await output.start();
  await interleave(copies);
  await output.finalize();
}

async function copyOfVideo(track: InputVideoTrack, output: Output): Promise<TrackCopy> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || decoderConfig === null) throw new TypeError("The codec cannot be told");
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation: await track.getRotation() });
  return {
    packets: framesOf(track),
    // Whoever reorders frames may start late. Players differ in whether they wait for such a video.
    // What lies before the first moment is there to be decoded, and an edit list keeps it unseen.
    start: Math.max(0, await track.getFirstTimestamp()),
    add: (packet) => source.add(packet, { decoderConfig }),
  };
}

/** Sound that MP4 has no name for stays behind: browsers would not play it either. */
async function copyOfAudio(
  track: InputAudioTrack,
  output: Output,
  start: number,
): Promise<TrackCopy[]> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || decoderConfig === null) return [];
  if (!output.format.getSupportedAudioCodecs().includes(codec)) return [];
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return [{
    packets: new EncodedPacketSink(track).packets(),
    start,
    add: (packet) => source.add(packet, { decoderConfig }),
  }];
}

/** The frames, each a key frame or not as its own bits have it, whatever the old index says. */
async function* framesOf(track: InputVideoTrack): AsyncGenerator<EncodedPacket, undefined> {
  let count = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    // Matroska's index need not be believed, for it has none: the frames themselves are counted.
    if (++count > MAX_FRAMES) throw badVideo("too-many-frames");
    yield packet.clone({ type: await track.determinePacketType(packet) ?? packet.type });
  }
}

/** Adds what comes earliest first, so that the output never waits for one track with the other. */
async function interleave(copies: readonly TrackCopy[]): Promise<void> {
  const heads = await Promise.all(copies.map(async (copy) => ({
    copy,
    packet: (await copy.packets.next()).value as EncodedPacket | undefined,
  })));
  for (let left = MAX_PACKETS;; left--) {
    if (left === 0) throw badVideo("too-many-frames");
    const ready = heads.filter(({ packet }) => packet !== undefined);
    const [head] = ready.sort((a, b) => timeOf(a.packet) - timeOf(b.packet));
    if (head?.packet === undefined) return;
    const { packet, copy } = head;
    await copy.add(packet.clone({ timestamp: packet.timestamp - copy.start }));
    head.packet = (await head.copy.packets.next()).value;
  }
}

function timeOf(packet: EncodedPacket | undefined): number {
  return packet?.timestamp ?? Infinity;
}

function writableOf(file: Deno.FsFile): WritableStream<StreamTargetChunk> {
  return new WritableStream({
    async write({ data, position }) {
      await file.seek(position, Deno.SeekMode.Start);
      for (let done = 0; done < data.length;) done += await file.write(data.subarray(done));
    },
  });
}
