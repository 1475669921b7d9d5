import type { RefObject } from "preact";
import { PhotoCard } from "../../components/drawings/PhotoCard.tsx";
import { Ticket } from "./Ticket.tsx";
import { formatBytes } from "../../components/films/film_words.ts";
import { ACCEPTED_TYPES } from "./picture_check.ts";
import { type ChosenPicture, moodOf, picturesOf, type StudioState } from "./studio_state.ts";

interface BoothProps {
  readonly state: StudioState;
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
  readonly input: RefObject<HTMLInputElement>;
  choose(files: readonly File[]): void;
}

/** Where pictures go in: the whole frame is one file input. */
export function Booth({ state, isDragOver, maxImageBytes, input, choose }: BoothProps) {
  const pictures = picturesOf(state);
  if (state.kind === "following" && pictures.length === 0) {
    return (
      <div class={AFTER_NEWS}>
        <Ticket view={state.view} />
      </div>
    );
  }
  const isUnderWay = state.kind === "uploading" || state.kind === "following" ||
    state.kind === "batch";
  return (
    <div
      class={isDragOver ? "frame frame-open relative min-w-0" : isUnderWay ? AFTER_NEWS : AT_FRONT}
    >
      <input
        ref={input}
        class="picker"
        type="file"
        name="image"
        id="image"
        required
        multiple
        accept={ACCEPTED_TYPES}
        aria-label="Pictures to bring to life"
        disabled={moodOf(state) === "working"}
        onChange={({ currentTarget }) => choose([...currentTarget.files ?? []])}
      />
      {pictures.length === 0
        ? <Invitation isDragOver={isDragOver} maxImageBytes={maxImageBytes} />
        : <Preview pictures={pictures} />}
    </div>
  );
}

const AT_FRONT = "frame relative min-w-0";
/** On a phone what happens now comes first. */
const AFTER_NEWS = "frame relative min-w-0 order-3 lg:order-none";

interface InvitationProps {
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
}

function Invitation({ isDragOver, maxImageBytes }: InvitationProps) {
  return (
    <div class="flex h-36 lg:h-full items-center justify-center gap-5 lg:flex-col lg:gap-3 p-4 lg:text-center">
      <span class="w-20 lg:w-32 shrink-0 text-cyan">
        <PhotoCard />
      </span>
      <span>
        <span class="block font-sign tracking-sign font-bold text-body lg:text-lead text-text">
          {isDragOver ? "Let it drop" : "Drop a photo here"}
        </span>
        <span class="with-script mt-1 block text-note text-muted">
          tap to choose, or paste<span class="hidden sm:inline">; several at once too</span>
        </span>
        <span class="mt-2 block text-fine text-muted">
          JPEG, PNG, WebP, GIF, AVIF up to {formatBytes(maxImageBytes)}
        </span>
      </span>
    </div>
  );
}

function Preview({ pictures }: { readonly pictures: readonly ChosenPicture[] }) {
  const [first] = pictures;
  const bytes = pictures.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <figure class="flex h-48 lg:absolute lg:inset-0 lg:h-auto flex-col p-3">
      {pictures.length === 1 && (
        <img
          src={first?.previewUrl}
          alt="The picture you chose"
          class="min-h-0 w-full flex-1 object-contain animate-arrive"
        />
      )}
      {pictures.length > 1 && <Contacts pictures={pictures} />}
      <figcaption class="mt-2 flex justify-between gap-4 text-fine text-muted">
        <span class="truncate">
          {pictures.length === 1 ? first?.file.name : `${pictures.length} pictures`}
        </span>
        <span class="shrink-0">{formatBytes(bytes)}</span>
      </figcaption>
    </figure>
  );
}

/** Several pictures as a contact sheet. */
function Contacts({ pictures }: { readonly pictures: readonly ChosenPicture[] }) {
  return (
    <ul class={pictures.length <= 4 ? FEW : MANY}>
      {pictures.map(({ previewUrl, file }) => (
        <li key={previewUrl} class="min-h-0">
          <img src={previewUrl} alt={file.name} class="h-full w-full object-cover animate-arrive" />
        </li>
      ))}
    </ul>
  );
}

const FEW = "grid min-h-0 flex-1 auto-rows-fr grid-cols-2 gap-2 overflow-auto";
const MANY = "grid min-h-0 flex-1 auto-rows-fr grid-cols-3 gap-2 overflow-auto";
