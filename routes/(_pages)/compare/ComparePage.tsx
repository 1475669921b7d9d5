import type { Comparison } from "../../../contract/comparison.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import type { SiteFacts } from "../../../contract/site_facts.ts";
import ComparePlayers, { type ComparedFilm } from "../../../islands/ComparePlayers.tsx";
import { PageFrame } from "../../../components/PageFrame.tsx";
import { CurlPanel } from "../CurlPanel.tsx";
import { comparedLines, type ControlsByModel } from "./compared_lines.ts";
import { OtherFilms } from "./OtherFilms.tsx";

interface ComparePageProps {
  readonly facts: SiteFacts;
  readonly comparison: Comparison;
  readonly controls: ControlsByModel;
  readonly account?: { readonly name: string } | undefined;
}

/** Two films side by side, or the choice of the second one. */
export function ComparePage({ facts, comparison, controls, account }: ComparePageProps) {
  const { siteUrl } = facts;
  return (
    <PageFrame
      facts={facts}
      title="Side by side | AI Lounge After Dark"
      description="Two films, playing in step."
      path="/compare"
      indexed={false}
      account={account}
    >
      <section class="room" aria-labelledby="compare-title">
        <div class="mx-auto max-w-page px-4 pb-40 pt-6 md:px-8">
          <h1 id="compare-title" class="text-title font-bold md:text-display">Side by side</h1>
          <div class="mt-6">
            {comparison.kind === "pair"
              ? <Pair films={comparison.films} controls={controls} siteUrl={siteUrl} />
              : <OtherFilms {...comparison} controls={controls} siteUrl={siteUrl} />}
          </div>
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </PageFrame>
  );
}

interface PairProps {
  readonly films: readonly [GenerationView, GenerationView];
  readonly controls: ControlsByModel;
  readonly siteUrl: string;
}

function Pair({ films, controls, siteUrl }: PairProps) {
  const [first, second] = films;
  return (
    <>
      <ComparePlayers films={[comparedFilm("A", first), comparedFilm("B", second)]} />
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
            {comparedLines(films, controls).map(({ name, values, isDifferent }) => (
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
        <CurlPanel label="Copy A as curl" siteUrl={siteUrl} view={first} />
        <CurlPanel label="Copy B as curl" siteUrl={siteUrl} view={second} />
      </div>
    </>
  );
}

function comparedFilm(mark: string, view: GenerationView): ComparedFilm {
  const { modelName: name, label, url, poster, page, film } = view;
  if (url === undefined || film === undefined) throw new TypeError("Only films can be compared.");
  return { mark, name, label, url, poster, page, film };
}
