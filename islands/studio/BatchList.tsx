import { SiteLink } from "../../components/SiteLink.tsx";
import { faultSentence, viewSentence } from "../following/view_words.ts";
import { type BatchEntry, type Mood, moodOfEntry } from "./studio_state.ts";

/** One line a picture, each with its own state. */
export function BatchList({ entries }: { readonly entries: readonly BatchEntry[] }) {
  return (
    <ol class="divide-y">
      {entries.map((entry, index) => (
        <li
          key={index}
          class={"fault" in entry || entry.view?.problem ? TOLD : PLAIN}
        >
          <span class="min-w-0 truncate text-muted">{entry.name}</span>
          <span class={LINE_CLASS[moodOfEntry(entry)]}>
            {"page" in entry
              ? (
                <SiteLink
                  class="-mx-2 inline-flex min-h-touch items-center px-2 underline underline-offset-4"
                  href={entry.address}
                >
                  {sentenceOf(entry)}
                </SiteLink>
              )
              : sentenceOf(entry)}
          </span>
        </li>
      ))}
    </ol>
  );
}

const PLAIN = "flex min-h-touch items-center justify-between gap-x-4 px-4 text-fine";
/** What went wrong takes a line of its own. */
const TOLD = "grid min-h-touch content-center px-4 py-2 text-fine";

const LINE_CLASS: Readonly<Record<Mood, string>> = {
  idle: "text-text",
  armed: "text-text",
  working: "text-amber",
  stopped: "text-muted",
  done: "text-green",
  failed: "text-coral",
};

function sentenceOf(entry: BatchEntry): string {
  if ("fault" in entry) return faultSentence(entry.fault);
  return entry.view === undefined ? "Accepted" : viewSentence(entry.view, Date.now());
}
