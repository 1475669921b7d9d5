import { SiteLink } from "../../../components/SiteLink.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import { FilmTile } from "../../../components/films/FilmTile.tsx";
import { compareLink, settingsLink } from "../../../components/films/film_links.ts";
import HoverPlay from "../../../islands/HoverPlay.tsx";
import { CurlPanel } from "../CurlPanel.tsx";
import { type ComparedLine, comparedLines, type ControlsByModel } from "./compared_lines.ts";

interface OtherFilmsProps {
  readonly film: GenerationView;
  /** The visitor's other films of the same picture. */
  readonly others: readonly GenerationView[];
  readonly controls: ControlsByModel;
}

/** The choice of the film that another is to be compared with. */
export function OtherFilms({ film, others, controls }: OtherFilmsProps) {
  if (others.length === 0) {
    return (
      <div class="panel max-w-prose p-6">
        <h2 class="text-lead font-semibold">Nothing to compare it with yet</h2>
        <p class="mt-3 text-note text-muted">
          You have no other film of this picture. Make another one of it, with a different model or
          different settings, and come back.
        </p>
        <SiteLink class="button button-strong mt-6" href={settingsLink(film)}>
          Make another take
        </SiteLink>
      </div>
    );
  }
  return (
    <>
      <p class="max-w-prose text-note text-muted">
        Your other films of the same picture. Choose the one to play beside{" "}
        <a class="link" href={film.page}>this one</a>.
      </p>
      <ul class="mt-6 grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {others.map((other) => (
          <li key={other.id} class="flex min-w-0 flex-col">
            <FilmTile view={other} />
            <p class="mb-2 mt-1 text-fine text-muted">
              {differenceWords(comparedLines([film, other], controls))}
            </p>
            <SiteLink class="button mt-auto w-full" href={compareLink(film.id, other.id)}>
              Compare with this one
            </SiteLink>
          </li>
        ))}
      </ul>
      <div class="mt-8">
        <CurlPanel view={film} />
      </div>
      <HoverPlay />
    </>
  );
}

/** What sets them apart among what was asked for: "Seed 8, Frames a second 24". */
function differenceWords(lines: readonly ComparedLine[]): string {
  const words = lines
    .filter(({ name, isDifferent }) => isDifferent && !FACTS.includes(name))
    .map(({ name, values: [, value = "none"] }) => `${name} ${value}`);
  return words.length === 0 ? "The same settings." : `${words.join(", ")}.`;
}

const FACTS = ["Label", "Film", "Took", "Estimate", "Charged"];
