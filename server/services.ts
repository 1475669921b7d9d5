import type { SiteFacts } from "../contract/site_facts.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { ExampleStore } from "./example_store.ts";
import type { GenerationServices } from "./generation/generation_services.ts";
import type { VideoStore } from "./generation/ports/video_store.ts";
import type { Log } from "./log.ts";
import type { ObservingServices } from "./observing/observing_services.ts";
import type { UploadFolder } from "./uploads/upload_form.ts";
import type { VisitorServices } from "./visitors/visitor_services.ts";

/** Everything that requests are served with; `server/opening/` builds it. */
export interface Services extends GenerationServices, VisitorServices, ObservingServices {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly videos: VideoStore;
  readonly uploads: UploadFolder;
  /** What the built-in engine can do, to look at. */
  readonly examples: ExampleStore;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  /** Facts for the pages; `origin` stands in where `SITE_URL` is not set. */
  describeSite(origin: string): SiteFacts;
  /** Takes the workers' first slow steps, so that no visitor waits for them. Never rejects. */
  warmUp(): Promise<void>;
  /** Starts to make videos and to clean up. */
  start(): void;
  /**
   * Takes up no work any more and, within `graceMs` milliseconds, finishes what cannot be handed
   * over; then ends everyone who follows or waits, so that their requests end.
   */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Closes the database and the workers, after `stop` and after the last request. */
  close(): Promise<void>;
}
