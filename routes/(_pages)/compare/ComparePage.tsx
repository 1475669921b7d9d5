import type { Comparison } from "../../../contract/comparison.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import ComparePlayers, { type ComparedVideo } from "../../../islands/ComparePlayers.tsx";
import { CurlPanel } from "../CurlPanel.tsx";
import { OtherVideos } from "./OtherVideos.tsx";
import { comparedLines, type ControlsByModel } from "./compared_lines.ts";

interface ComparePageProps {
  readonly comparison: Comparison;
  readonly controls: ControlsByModel;
}

/** Two videos side by side, or the choice of the second one. */
export function ComparePage({ comparison, controls }: ComparePageProps) {
  return (
    <>
      <PageHead
        title="Side by side | AI Lounge After Dark"
        description="Two videos, playing in step."
        path="/compare"
        indexed={false}
      />
      <section class="room" aria-labelledby="compare-title">
        <div class="mx-auto max-w-page px-4 pb-40 pt-6 md:px-8">
          <h1 id="compare-title" class="text-title font-bold md:text-display">Side by side</h1>
          <div class="mt-6">
            {comparison.kind === "pair"
              ? <Pair videos={comparison.videos} controls={controls} />
              : <OtherVideos {...comparison} controls={controls} />}
          </div>
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </>
  );
}

interface PairProps {
  readonly videos: readonly [GenerationView, GenerationView];
  readonly controls: ControlsByModel;
}

function Pair({ videos, controls }: PairProps) {
  const [first, second] = videos;
  return (
    <>
      <ComparePlayers videos={[comparedVideo("A", first), comparedVideo("B", second)]} />
      <div class="panel mt-6 overflow-x-auto p-4 md:p-5">
        <table class="w-full border-collapse text-left text-fine">
          <caption class="mb-3 text-left text-note text-muted">
            What was asked for and what it took; what differs is marked.
          </caption>
          <thead>
            <tr>
              <th scope="col" class="py-2 pr-3 font-bold">
                <span class="quiet">What</span>
              </th>
              <th scope="col" class="px-3 py-2 font-bold">A</th>
              <th scope="col" class="px-3 py-2 font-bold">B</th>
            </tr>
          </thead>
          <tbody>
            {comparedLines(videos, controls).map(({ name, values, isDifferent }) => (
              <tr key={name} class="border-t">
                <th scope="row" class="py-2 pr-3 align-top font-normal text-muted">{name}</th>
                {values.map((value, index) => (
                  <td key={index} class="px-3 py-2 align-top">
                    {isDifferent ? <mark class="differs">{value ?? "none"}</mark> : value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="mt-6 flex flex-wrap items-start gap-3">
        <CurlPanel label="Copy A as curl" view={first} />
        <CurlPanel label="Copy B as curl" view={second} />
      </div>
    </>
  );
}

function comparedVideo(mark: string, view: GenerationView): ComparedVideo {
  const { modelName: name, label, url, poster, page, video } = view;
  if (url === undefined || video === undefined) throw new TypeError("Only videos can be compared.");
  return { mark, name, label, url, poster, page, facts: video };
}
