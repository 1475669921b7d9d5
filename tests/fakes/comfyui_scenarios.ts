/** What becomes of a job at the fake ComfyUI. */
export interface ComfyScenario {
  readonly says: string;
  /** How many jobs of others stand before it. */
  readonly ahead?: number;
  /** Steps of its sampler; `Infinity` for a worker that has died. Default 3. */
  readonly steps?: number;
  /** How it ends; a video where nothing is said. */
  readonly end?: "video" | "no-file" | "webp" | ComfyError | "interrupted";
  /** What befalls it at the first step. */
  readonly befalls?: "deleted" | "restarted";
  /** Answers of `POST /prompt` in turn, the last again and again. */
  readonly prompt?: readonly PromptAnswer[];
  /** How the video is served; whole where nothing is said. */
  readonly view?: "half-once" | "gone";
}

/** An exception of a node. */
export interface ComfyError {
  readonly type: string;
  readonly message: string;
}

export type PromptAnswer =
  | "queued"
  /** Queued, and the answer breaks off. */
  | "queued-unanswered"
  /** Broken off before it was queued. */
  | "lost"
  /** A fault of the server's, before or after it was queued. */
  | "fault"
  | "fault-after"
  /** Queued without our output. */
  | "without-output"
  | "node-missing"
  | "checkpoint-missing"
  | "bad-value"
  | "forbidden"
  | "too-large";

/** What the fake can play, by name. */
export const COMFY_SCENARIOS: ReadonlyMap<string, ComfyScenario> = new Map(
  Object.entries<ComfyScenario>({
    "video": { says: "Queued, three steps, a video." },
    "queue-ahead": { says: "Two jobs of others come first.", ahead: 2 },
    "slow": { says: "Twenty steps.", steps: 20 },
    "stuck": { says: "The worker has died: it runs for ever.", steps: Infinity },
    "node-error": {
      says: "A node raises, with a traceback.",
      end: { type: "RuntimeError", message: "mat1 and mat2 shapes cannot be multiplied" },
    },
    "out-of-memory": {
      says: "The GPU's memory does not do.",
      end: { type: "torch.OutOfMemoryError", message: "Allocation on device" },
    },
    "interrupted": { says: "Somebody interrupts it at ComfyUI.", end: "interrupted" },
    "deleted": { says: "Somebody deletes it from the queue.", ahead: 1, befalls: "deleted" },
    "restarted": { says: "ComfyUI is started anew and knows nothing.", befalls: "restarted" },
    "no-file": { says: "It ends without a file.", end: "no-file" },
    "webp": { says: "It saves an animated WebP instead of an MP4.", end: "webp" },
    "half-a-file": { says: "The video breaks off once.", view: "half-once" },
    "file-gone": { says: "The video was deleted from the disk.", view: "gone" },
    "lost-once": {
      says: "The first request breaks off before it is queued.",
      prompt: ["lost", "queued"],
    },
    "lost-always": { says: "Every request breaks off before it is queued.", prompt: ["lost"] },
    "unanswered": {
      says: "It is queued, and the answer breaks off.",
      prompt: ["queued-unanswered"],
    },
    "fault-once": { says: "500 to the first request.", prompt: ["fault", "queued"] },
    "fault-after": { says: "500, though it was queued.", prompt: ["fault-after"] },
    "without-output": {
      says: "A 200 with faults of our output's node.",
      prompt: ["without-output"],
    },
    "node-missing": { says: "A node is not installed.", prompt: ["node-missing"] },
    "checkpoint-missing": { says: "A checkpoint is not there.", prompt: ["checkpoint-missing"] },
    "bad-value": { says: "A value is out of range.", prompt: ["bad-value"] },
    "forbidden": { says: "A proxy's 403 without a body.", prompt: ["forbidden"] },
    "too-large": { says: "413 of the server.", prompt: ["too-large"] },
  }),
);

/** The answer to a graph that was refused, as `execution.py` words it. */
export function refusedPrompt(answer: PromptAnswer): Response {
  switch (answer) {
    case "node-missing":
      return refusal("missing_node_type", {
        class_type: "SVD_img2vid_Conditioning",
        node_title: "SVD",
      });
    case "checkpoint-missing":
      return refusal("prompt_outputs_failed_validation", {}, {
        type: "value_not_in_list",
        message: "Value not in list",
        details: "ckpt_name: 'svd_xt.safetensors' not in []",
        extra_info: { input_name: "ckpt_name", received_value: "svd_xt.safetensors" },
      });
    case "bad-value":
      return refusal("prompt_outputs_failed_validation", {}, {
        type: "value_bigger_than_max",
        message: "Value 9999 bigger than max of 4096",
        details: "video_frames",
        extra_info: { input_name: "video_frames", received_value: 9999 },
      });
    case "forbidden":
      return new Response(null, { status: 403 });
    default:
      return new Response("Request entity too large", { status: 413 });
  }
}

function refusal(type: string, extra_info: unknown, error?: unknown): Response {
  const body = {
    error: { type, message: "Prompt outputs failed validation", details: "", extra_info },
    node_errors: error
      ? {
        "1": { class_type: "ImageOnlyCheckpointLoader", dependent_outputs: ["8"], errors: [error] },
      }
      : {},
  };
  return Response.json(body, { status: 400 });
}
