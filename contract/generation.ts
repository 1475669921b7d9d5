/** The JSON shapes of `POST /generate` that the server writes and the studio island reads. */

/** Where a running generation stands, in the order in which a visitor sees it. */
export type GenerationStage = "preparing" | "waiting" | "generating" | "saving";

/** One progress report of a running generation. */
export interface GenerationProgress {
  readonly stage: GenerationStage;
  /** One plain sentence in the present tense, fit to show as it is. */
  readonly message: string;
  /** How long the named wait is expected to last, in seconds. */
  readonly estimatedSeconds?: number;
  /** Frames made so far, where the engine counts them. */
  readonly frame?: number;
  /** Frames to make in all. */
  readonly frames?: number;
}

/** A finished generation: where its film is and how it was made. */
export interface GenerationResult {
  /** UUID of the generation; also the film's name. */
  readonly id: string;
  /** Path of the MP4, `/videos/<id>.mp4`. */
  readonly url: string;
  /** Path of the permanent page, `/v/<id>`. */
  readonly page: string;
  /** Registry id of the model that made the film. */
  readonly model: string;
  /** Id of the provider that ran the model. */
  readonly provider: string;
  /** What the film is, in the words that must stand beside it. */
  readonly label: string;
  /** Frame size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Size of the MP4 in bytes. */
  readonly bytes: number;
  /** From the accepted upload to the stored film, in milliseconds. */
  readonly elapsedMs: number;
}
