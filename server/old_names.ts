/**
 * Names of the version before. They are read, and told beside the new ones, for one version; after
 * that this file goes, with its users and the routes `/board` and `/library/films.zip`.
 */
import type { GenerationEvent, GenerationView } from "../contract/generation.ts";
import type { ProviderStatus, StatusReport } from "../contract/status.ts";

/** Settings, from the new name to the old one. */
const OLD_SETTINGS: Readonly<Record<string, string>> = {
  DAILY_VIDEOS_PER_VISITOR: "DAILY_FILMS_PER_VISITOR",
};

/** The old names that are read. */
export const OLD_SETTING_NAMES: readonly string[] = Object.values(OLD_SETTINGS);

/** Kinds of prices in operators' model files, from the old name to the new one. */
const OLD_PRICE_KINDS: Readonly<Record<string, string>> = {
  "per-film": "per-video",
  "per-film-by": "per-video-by",
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a setting under its old name; `undefined` where it has none. */
export function underOldName(environment: Environment, name: string): string | undefined {
  const old = OLD_SETTINGS[name];
  return old === undefined ? undefined : environment[old];
}

/** One sentence for each setting that is read under its old name; never a value. */
export function oldNameNotes(environment: Environment): string[] {
  return Object.entries(OLD_SETTINGS)
    .filter(([name, old]) => environment[old]?.trim() && !environment[name]?.trim())
    .map(([name, old]) =>
      `${old} is called ${name} now. The next version reads the new name only.`
    );
}

/** For `JSON.parse`: the kinds of prices in a model file by their new names. */
export function renewPriceKind(key: string, value: unknown): unknown {
  return key === "kind" && typeof value === "string" ? OLD_PRICE_KINDS[value] ?? value : value;
}

/** The id in `?video=…&at=…`, or in `?film=…&at=…` of an older link. */
export function videoAsked(query: URLSearchParams): string | null {
  return query.get("video") ?? query.get("film");
}

/** A view or an event whose `video` is told as `film` too. */
export function withOldName<Told extends GenerationView | GenerationEvent>(told: Told): Told {
  return "video" in told && told.video !== undefined ? { ...told, film: told.video } : told;
}

/** Every view with `film`, where views stand in a list. */
export function allWithOldName(views: readonly GenerationView[]): GenerationView[] {
  return views.map((view) => withOldName(view));
}

/** A comparison whose `videos`, or `video`, are told as `films` and `film` too. */
export function comparedWithOldNames(
  compared:
    | { readonly kind: "pair"; readonly videos: readonly GenerationView[] }
    | {
      readonly kind: "choice";
      readonly video: GenerationView;
      readonly others: readonly GenerationView[];
    },
) {
  if (compared.kind === "pair") {
    const videos = allWithOldName(compared.videos);
    return { ...compared, videos, films: videos };
  }
  const video = withOldName(compared.video);
  return { ...compared, video, film: video, others: allWithOldName(compared.others) };
}

/** The report whose `providers` are told as `services` too, each with its `service`. */
export function statusWithOldNames(
  report: StatusReport,
): StatusReport & {
  readonly services: readonly (ProviderStatus & { readonly service: string })[];
} {
  const services = report.providers.map((one) => ({ ...one, service: one.provider }));
  return { ...report, services };
}

/** The accepted generations of several pictures, told as `tickets` too. */
export function acceptedWithOldName<Told>(
  generations: readonly Told[],
): { readonly generations: readonly Told[]; readonly tickets: readonly Told[] } {
  return { generations, tickets: generations };
}
