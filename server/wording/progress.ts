import type {
  GenerationProgress,
  GenerationStage,
  ProgressFacts,
  ProgressView,
} from "../../contract/generation.ts";
import { fill, type NamesIn, type Value } from "./template.ts";

/** What a generation may be busy with: one plain sentence each, in the present tense. */
const PROGRESS = {
  "preparing-picture": { stage: "preparing", text: "Preparing your picture" },
  "waiting-for-token": {
    stage: "waiting",
    text: "Waiting for your Hugging Face token: keep this page open",
  },
  "waiting-for-engine": { stage: "waiting", text: "Waiting for the videos before this one" },
  "drawing": { stage: "generating", text: "Drawing frame {frame} of {frames}" },
  "sending": { stage: "waiting", text: "Sending your picture to {provider}" },
  "in-queue": { stage: "waiting", text: "Waiting in the queue at {provider}" },
  "place-in-queue": { stage: "waiting", text: "{place} in the queue at {provider}" },
  "making": { stage: "generating", text: "{provider} is making your video" },
  "making-percent": {
    stage: "generating",
    text: "{provider} is making your video, {percent} % done",
  },
  "making-step": {
    stage: "generating",
    text: "{provider} is making your video, step {step} of {steps}",
  },
  "model-loading": {
    stage: "waiting",
    text: "{provider} is starting the model, about {estimatedSeconds}",
  },
  "provider-busy": {
    stage: "waiting",
    text: "{provider} is busy, trying again in about {estimatedSeconds}",
  },
  "provider-unreachable": {
    stage: "waiting",
    text: "{provider} cannot be reached, trying again in about {estimatedSeconds}",
  },
  "next-provider": {
    stage: "waiting",
    text: "{provider} cannot take this video now, trying {nextProvider}",
  },
} as const satisfies Record<string, { readonly stage: GenerationStage; readonly text: string }>;

type ProgressCode = keyof typeof PROGRESS;

type ProgressValues<Code extends ProgressCode> = {
  readonly [Name in NamesIn<typeof PROGRESS[Code]["text"]>]: Value;
};

/** Values that a report carries for everyone to read, not for its sentence alone. */
type OpenValue = "estimatedSeconds" | "frame" | "frames" | "step" | "steps";

/** A report by its code, to be stored; the sentence is made where it is shown. */
export function progressOf<Code extends ProgressCode>(
  code: Code,
  values: ProgressValues<Code>,
): ProgressFacts {
  const { estimatedSeconds, frame, frames, step, steps, ...parameters } = values as
    & Partial<Record<OpenValue, number>>
    & Readonly<Record<string, Value>>;
  return {
    stage: PROGRESS[code].stage,
    code,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(estimatedSeconds === undefined ? {} : { estimatedSeconds }),
    ...(frame === undefined ? {} : { frame }),
    ...(frames === undefined ? {} : { frames }),
    ...(step === undefined ? {} : { step }),
    ...(steps === undefined ? {} : { steps }),
  };
}

/** A report with its sentence. One from before reports had codes keeps the sentence it has. */
export function progressView(progress: GenerationProgress): ProgressView {
  if ("message" in progress) return progress;
  const { code, parameters } = progress;
  const text = Object.hasOwn(PROGRESS, code) ? PROGRESS[code as ProgressCode].text : undefined;
  const message = text === undefined ? undefined : fill(text, { ...progress, ...parameters });
  const sentence = message?.replace(/^your own/, "Your own");
  return { ...progress, message: sentence ?? GENERAL[progress.stage] };
}

/** Said of what another version reported. */
const GENERAL: Readonly<Record<GenerationStage, string>> = {
  preparing: "Preparing your picture",
  waiting: "Waiting for the provider",
  generating: "Making your video",
};
