import type { RefObject } from "preact";
import { PhotoCard } from "../../components/drawings/PhotoCard.tsx";
import { ACCEPTED_TYPES, formatBytes } from "./picture_check.ts";
import { type ChosenPicture, isWorking, pictureOf, type StudioState } from "./studio_state.ts";

interface BoothProps {
  readonly state: StudioState;
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
  readonly input: RefObject<HTMLInputElement>;
  choose(file: File): void;
}

/** Where the picture goes in: the whole frame is one file input. */
export function Booth({ state, isDragOver, maxImageBytes, input, choose }: BoothProps) {
  const picture = pictureOf(state);
  return (
    <div class={isDragOver ? "frame frame-open relative min-w-0" : "frame relative min-w-0"}>
      <input
        ref={input}
        class="picker"
        type="file"
        name="image"
        id="image"
        required
        accept={ACCEPTED_TYPES}
        aria-label="Picture to bring to life"
        disabled={isWorking(state)}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) choose(file);
        }}
      />
      {picture === undefined
        ? <Invitation isDragOver={isDragOver} maxImageBytes={maxImageBytes} />
        : <Preview picture={picture} />}
    </div>
  );
}

interface InvitationProps {
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
}

function Invitation({ isDragOver, maxImageBytes }: InvitationProps) {
  return (
    <div class="flex h-40 lg:h-full items-center justify-center gap-5 lg:flex-col lg:gap-3 p-4 lg:text-center">
      <span class="w-20 lg:w-32 shrink-0 text-cyan">
        <PhotoCard />
      </span>
      <span>
        <span class="block font-sign tracking-sign font-bold text-body lg:text-lead text-text">
          {isDragOver ? "Let it drop" : "Drop a photo here"}
        </span>
        <span class="with-script mt-1 block text-note text-muted">tap to choose, or paste</span>
        <span class="mt-2 block text-fine text-muted">
          JPEG, PNG, WebP, GIF, AVIF up to {formatBytes(maxImageBytes)}
        </span>
      </span>
    </div>
  );
}

function Preview({ picture }: { readonly picture: ChosenPicture }) {
  return (
    <figure class="flex h-48 lg:absolute lg:inset-0 lg:h-auto flex-col p-3">
      <img
        src={picture.previewUrl}
        alt="The picture you chose"
        class="min-h-0 w-full flex-1 object-contain animate-arrive"
      />
      <figcaption class="mt-2 flex justify-between gap-4 text-fine text-muted">
        <span class="truncate">{picture.file.name}</span>
        <span class="shrink-0">{formatBytes(picture.file.size)}</span>
      </figcaption>
    </figure>
  );
}
