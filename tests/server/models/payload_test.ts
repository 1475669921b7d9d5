import { assert, assertEquals } from "@std/assert";
import type { Route } from "../../../server/models/model.ts";
import { payloadOf } from "../../../server/models/payload.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { readSettings } from "../../../server/models/settings.ts";

const { find } = await openRegistry();
const LANDSCAPE = { width: 1280, height: 720 };
const PORTRAIT = { width: 720, height: 1280 };

function payload(
  modelId: string,
  index: number,
  { given = {}, size = LANDSCAPE }: { given?: Record<string, string>; size?: typeof LANDSCAPE } =
    {},
) {
  const model = find(modelId);
  const route = model?.routes[index];
  assert(model && route);
  const settings = readSettings(model, given);
  const prompt = model.prompt.need === "none" ? undefined : "A cat wakes.";
  return payloadOf(route, { settings, prompt, seed: 7, size });
}

Deno.test("Stable Video Diffusion takes its settings under its own names", () => {
  assertEquals(
    payload("stable-video-diffusion-xt", 0, {
      given: { motion: "200", fps: "12" },
      size: { width: 576, height: 1024 },
    }),
    {
      num_frames: 25,
      fps: 12,
      motion_bucket_id: 200,
      noise_aug_strength: 0.02,
      decode_chunk_size: 8,
      seed: 7,
      width: 576,
      height: 1024,
    },
  );
  assertEquals(payload("stable-video-diffusion-xt", 1), {
    motion_bucket_id: 127,
    cond_aug: 0.02,
    fps: 10,
    seed: 7,
  });
});

Deno.test("Wan 2.2 A14B is asked for the same video in each provider's words", () => {
  const given = { resolution: "720p", negative_prompt: "rain", prompt_expansion: "on" };
  assertEquals(payload("wan-2.2-a14b", 1, { given, size: PORTRAIT }), {
    prompt: "A cat wakes.",
    seed: 7,
    aspect_ratio: "9:16",
    resolution: "720p",
    negative_prompt: "rain",
    enable_prompt_expansion: true,
    acceleration: "regular",
    num_frames: 81,
    frames_per_second: 16,
    enable_safety_checker: true,
    enable_output_safety_checker: true,
  });
  assertEquals(payload("wan-2.2-a14b", 0), {
    prompt: "A cat wakes.",
    seed: 7,
    aspect_ratio: "16:9",
    resolution: "480p",
    enable_prompt_expansion: false,
    acceleration: "regular",
    enable_safety_checker: true,
    enable_output_safety_checker: true,
  });
  assertEquals(payload("wan-2.2-a14b", 2, { given, size: PORTRAIT }), {
    prompt: "A cat wakes.",
    seed: 7,
    negative_prompt: "rain",
    size: "720*1280",
    duration: 5,
  });
  assertEquals(payload("wan-2.2-a14b", 3, { given, size: PORTRAIT }), {
    prompt: "A cat wakes.",
    seed: 7,
    negative_prompt: "rain",
    width: 720,
    height: 1280,
  });
});

Deno.test("LTX-2 gets a camera move of its own and no sound unless asked", () => {
  assertEquals(payload("ltx-2", 0, { given: { move: "push-in" } }), {
    prompt: "A cat wakes.",
    seed: 7,
    video_size: "landscape_16_9",
    num_frames: 121,
    camera_lora: "dolly_in",
    generate_audio: false,
    enable_prompt_expansion: false,
    acceleration: "regular",
    fps: 25,
    video_output_type: "X264 (.mp4)",
    enable_safety_checker: true,
  });
});

Deno.test("HunyuanVideo gets its frame count as text", () => {
  assertEquals(payload("hunyuan-video", 0, { given: { stability: "on" } }), {
    prompt: "A cat wakes.",
    seed: 7,
    aspect_ratio: "16:9",
    i2v_stability: true,
    resolution: "720p",
    num_frames: "129",
  });
});

Deno.test("HunyuanVideo 1.5, FramePack, LTX-Video and the other Wans get what they document", () => {
  const base = { prompt: "A cat wakes.", seed: 7, aspect_ratio: "16:9" };
  assertEquals(payload("hunyuan-video-1.5", 0), {
    ...base,
    num_inference_steps: 28,
    enable_prompt_expansion: false,
    resolution: "480p",
    num_frames: 121,
  });
  const framepack = { ...base, resolution: "480p", num_frames: 120, enable_safety_checker: true };
  assertEquals(payload("framepack", 0), framepack);
  assertEquals(payload("framepack", 1), framepack);
  assertEquals(payload("ltx-video-13b", 0), {
    ...base,
    resolution: "720p",
    num_frames: 121,
    reverse_video: false,
    expand_prompt: false,
    frame_rate: 24,
    enable_safety_checker: true,
  });
  assertEquals(payload("wan-2.1", 0, { size: { width: 960, height: 960 } }), {
    ...base,
    aspect_ratio: "1:1",
    resolution: "480p",
    frames_per_second: 16,
    enable_prompt_expansion: false,
    acceleration: "regular",
    num_frames: 81,
    enable_safety_checker: true,
  });
  assertEquals(payload("wan-2.1", 0, { given: { frames: "100" } }).num_frames, 100);
  assertEquals(payload("wan-2.2-5b", 0), {
    ...base,
    resolution: "720p",
    num_frames: 81,
    frames_per_second: 24,
    enable_prompt_expansion: false,
    shift: 5,
    enable_safety_checker: true,
    enable_output_safety_checker: true,
  });
});

Deno.test("the built-in engine reads its settings as they are", () => {
  assertEquals(payload("local-motion", 0), {});
});

Deno.test("values travel as the kind and under the names that a route asks for", () => {
  const route: Pick<Route, "parameters" | "constants"> = {
    parameters: {
      fps: { name: "rate", as: "string" },
      length: { name: "duration", as: "number" },
      audio: [{ name: "sound" }, { name: "mute", values: { true: false, false: true } }],
      negative_prompt: { name: "negative", values: { rain: "wet" } },
      size: { name: "frame_size" },
      seed: { name: "seed" },
      prompt: { name: "text" },
    },
    constants: { checked: true, seed: 1 },
  };
  const settings = { fps: 12, length: "5", audio: true, negative_prompt: "constructor" };
  assertEquals(payloadOf(route, { settings, seed: 0, size: LANDSCAPE }), {
    rate: "12",
    duration: 5,
    sound: true,
    mute: false,
    negative: "constructor",
    frame_size: "1280x720",
    seed: 0,
    checked: true,
  });
});
