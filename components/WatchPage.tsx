import type { SiteFacts } from "../contract/site_facts.ts";
import { PageFrame } from "./PageFrame.tsx";

interface WatchPageProps {
  readonly facts: SiteFacts;
  /** UUID of the film. */
  readonly id: string;
  /** Size of the MP4 in bytes. */
  readonly size: number;
  readonly modified: Date;
  /** What the film is, in its own words. */
  readonly label?: string | undefined;
}

/** The page of one stored film. */
export function WatchPage({ facts, id, size, modified, label }: WatchPageProps) {
  const film = `/videos/${id}.mp4`;
  return (
    <PageFrame
      facts={facts}
      title="A film from AI Lounge After Dark"
      description="A short video, made from one photo."
      path={`/v/${id}`}
      indexed={false}
    >
      <section class="room" aria-labelledby="watch-title">
        <div class="mx-auto max-w-5xl px-4 pb-32 pt-8 md:px-8">
          <h1 id="watch-title" class="text-title font-bold md:text-display">Now showing</h1>
          <div class="panel panel-lit glow-green mt-6 p-3 md:p-5">
            <div class="tube-screen aspect-video rounded-control">
              <video
                class="h-full w-full animate-arrive"
                src={film}
                aria-label="The film"
                controls
                loop
                playsInline
              />
            </div>
            <div class="mt-4 flex flex-wrap items-center gap-3">
              <p class="min-w-0 flex-1 basis-60 text-note text-muted">
                {label && <span class="block text-text">{label}</span>}
                Made on <time dateTime={modified.toISOString()}>{formatDay(modified)}</time>
                , {formatSize(size)}
              </p>
              <a class="button" href="/#studio">Make another</a>
              <a
                class="button button-strong"
                href={film}
                download={`ai-lounge-${id.slice(0, 8)}.mp4`}
              >
                Download MP4
              </a>
            </div>
          </div>
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </PageFrame>
  );
}

function formatDay(date: Date): string {
  return date.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}

function formatSize(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
