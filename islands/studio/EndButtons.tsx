import { SiteLink } from "../../components/SiteLink.tsx";
import { downloadName } from "../../contract/download_name.ts";
import type { StudioState } from "./studio_state.ts";

/** Where to go once it has ended; before anything has begun there is nothing to do here. */
export function EndButtons({ state }: { readonly state: StudioState }) {
  switch (state.kind) {
    case "following":
      return <FollowedEnd view={state.view} />;
    case "refused":
      return (
        <>
          <Explanation href={state.fault.explanation} />
          <StartOver />
        </>
      );
    case "batch":
      return <BatchEnd batch={state.batch} hasVideo={state.entries.some(isReady)} />;
    case "ready":
      return <StartOver />;
    default:
      return null;
  }
}

type View = Extract<StudioState, { kind: "following" }>["view"];

function FollowedEnd({ view }: { readonly view: View }) {
  return (
    <>
      {view.url !== undefined && (
        <a
          class="button button-strong w-full lg:w-auto"
          href={view.url}
          download={downloadName(view.id)}
        >
          Download MP4
        </a>
      )}
      {view.url !== undefined && view.isOwner && (
        <SiteLink class="button flex-1 lg:flex-none" href={view.page}>Recipe and sharing</SiteLink>
      )}
      <Explanation href={view.problem?.type} />
      <StartOver />
    </>
  );
}

function BatchEnd({ batch, hasVideo }: { readonly batch: string; readonly hasVideo: boolean }) {
  return (
    <>
      {hasVideo && (
        <a
          class="button button-strong w-full lg:w-auto"
          href={`/library/videos.zip?batch=${batch}`}
          download
        >
          Download all as ZIP
        </a>
      )}
      <a class="button flex-1 lg:flex-none" href="/library">Your library</a>
      <StartOver />
    </>
  );
}

function Explanation({ href }: { readonly href: string | undefined }) {
  return href === undefined ? null : <a class="button flex-1 lg:flex-none" href={href}>Why?</a>;
}

function StartOver() {
  return <SiteLink class="button flex-1 lg:flex-none" href="/">Start over</SiteLink>;
}

function isReady(entry: Extract<StudioState, { kind: "batch" }>["entries"][number]): boolean {
  return "view" in entry && entry.view?.state === "succeeded";
}
