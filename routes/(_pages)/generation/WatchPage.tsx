import { PageHead } from "../../../components/PageHead.tsx";
import { EraseForm } from "../../../components/videos/EraseForm.tsx";
import { ReceiptTable } from "../../../components/videos/ReceiptTable.tsx";
import { posterImage, videoTitle } from "../../../components/videos/video_words.ts";
import WatchPlayer from "../../../islands/WatchPlayer.tsx";
import { CurlPanel } from "../CurlPanel.tsx";
import { ShareSwitch } from "./ShareSwitch.tsx";
import { SharedVideoHead } from "./SharedVideoHead.tsx";
import { WatchActions, type WatchProps } from "./WatchActions.tsx";

/** The page of a finished video: for its owner alone, or for everyone once it is shared. */
export function WatchPage({ view, others }: WatchProps) {
  const title = videoTitle(view);
  return (
    <>
      <PageHead
        title={`${title} | AI Lounge After Dark`}
        description={`A short video made from one photo. ${view.label}.`}
        path={view.page}
        indexed={view.isPublic}
        isVideo={view.isPublic}
        image={view.isPublic ? posterImage(view) : undefined}
      />
      {view.isPublic && <SharedVideoHead view={view} />}
      <section class="room" aria-labelledby="watch-title">
        <div class="mx-auto max-w-page px-4 pb-40 pt-6 md:px-8">
          <h1 id="watch-title" class="text-title font-bold md:text-display">Now showing</h1>
          <div class="mt-6 grid items-start gap-6 lg:grid-cols-[8fr_4fr]">
            <div class="min-w-0">
              <div class="panel panel-lit glow-green p-3 md:p-5">
                <WatchPlayer view={view} />
                <WatchActions view={view} others={others} />
              </div>
              {view.isOwner && (
                <div class="mt-6">
                  <ShareSwitch view={view} />
                </div>
              )}
              <div class="mt-6">
                <CurlPanel view={view} />
              </div>
            </div>
            <aside class="min-w-0 space-y-6" aria-label="Recipe and receipt">
              <ReceiptTable view={view} />
              {view.isOwner && (
                <EraseForm
                  action={`${view.page}/delete`}
                  label="Delete this video"
                  warning="This permanently deletes the video and everything stored about it. Its link stops working."
                />
              )}
            </aside>
          </div>
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </>
  );
}
