import { SiteLink } from "../../components/SiteLink.tsx";
import { downloadName } from "../../contract/download_name.ts";
import type { NextStep } from "../../contract/problem.ts";
import { RetryButton } from "./RetryButton.tsx";
import { type FollowingState, nextStepOf, type StudioState } from "./studio_state.ts";

interface EndButtonsProps {
  readonly state: StudioState;
  retry(): void;
}

/** Where to go once it has ended; before anything has begun there is nothing to do here. */
export function EndButtons({ state, retry }: EndButtonsProps) {
  switch (state.kind) {
    case "following":
      return <FollowedEnd state={state} retry={retry} />;
    case "refused":
      return (
        <>
          <StepLink next={state.fault.next} />
          <Explanation href={state.fault.explanation} />
          <StartOver />
        </>
      );
    case "batch":
      return <BatchEnd batch={state.batch} hasArchive={state.entries.some(isArchived)} />;
    case "ready":
      return <StartOver />;
    default:
      return null;
  }
}

interface FollowedEndProps {
  readonly state: FollowingState;
  retry(): void;
}

function FollowedEnd({ state, retry }: FollowedEndProps) {
  const { view, picture } = state;
  const { problem, isOwner, page } = view;
  const next = nextStepOf(state);
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
      {view.url !== undefined && isOwner && (
        <SiteLink class="button flex-1 lg:flex-none" href={page}>Recipe and sharing</SiteLink>
      )}
      {picture && <StepLink next={next} />}
      {next?.afterwards && (
        <RetryButton
          action={`${page}/retry`}
          text={next.afterwards}
          look="button flex-1 lg:flex-none"
          act={retry}
        />
      )}
      <Explanation href={problem?.type} />
      <StartOver />
    </>
  );
}

function BatchEnd(
  { batch, hasArchive }: { readonly batch: string; readonly hasArchive: boolean },
) {
  return (
    <>
      {hasArchive && (
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

/** The way out where it is elsewhere; what is changed in the panel is sent with the main button. */
function StepLink({ next }: { readonly next: NextStep | undefined }) {
  return next?.kind === "link"
    ? <a class="button button-strong flex-1 lg:flex-none" href={next.href}>{next.text}</a>
    : null;
}

function Explanation({ href }: { readonly href: string | undefined }) {
  return href === undefined ? null : <a class="button flex-1 lg:flex-none" href={href}>Why?</a>;
}

function StartOver() {
  return <SiteLink class="button flex-1 lg:flex-none" href="/">Start over</SiteLink>;
}

/** The archive is made of the visitor's own library. */
function isArchived(entry: Extract<StudioState, { kind: "batch" }>["entries"][number]): boolean {
  return "view" in entry && entry.view?.state === "succeeded" && entry.view.isOwner;
}
