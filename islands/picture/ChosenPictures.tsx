import type { Signal } from "@preact/signals";
import { formatBytes } from "../../contract/units.ts";
import type { ChosenPicture, Pictures } from "../studio/studio_state.ts";
import type { StudioPanel } from "../panel/studio_panel.ts";
import { FramedPicture } from "./FramedPicture.tsx";
import type { Framing } from "./framing.ts";

interface ChosenPicturesProps {
  readonly pictures: Pictures;
  readonly framing: Signal<Framing>;
  readonly panel: StudioPanel | undefined;
  readonly maxImageBytes: number;
  /** Whether the frame can be moved now. */
  readonly isFramable: boolean;
}

/** What is in the studio: one picture under its frame, or several as a contact sheet. */
export function ChosenPictures({ pictures, ...rest }: ChosenPicturesProps) {
  const { isFramable } = rest;
  const [first, ...others] = pictures;
  if (others.length > 0) return <ContactSheet pictures={pictures} />;
  return (
    <figure class="flex flex-col gap-2 p-3 lg:h-full">
      <div inert={!isFramable} class="flex flex-col gap-2 animate-arrive">
        <FramedPicture key={first.previewUrl} {...rest} picture={first} />
      </div>
      {/* The button that stands beside it belongs to the file input above it all. */}
      <figcaption class="mt-auto flex min-h-touch items-center gap-4 pr-48 text-fine text-muted">
        <span class="truncate">{first.file.name}</span>
        <span class="shrink-0">{formatBytes(first.file.size)}</span>
      </figcaption>
    </figure>
  );
}

function ContactSheet({ pictures }: { readonly pictures: Pictures }) {
  const bytes = pictures.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <figure class="flex h-48 lg:absolute lg:inset-0 lg:h-auto flex-col p-3">
      <Contacts pictures={pictures} />
      <figcaption class="mt-2 flex justify-between gap-4 text-fine text-muted">
        <span>{pictures.length} pictures</span>
        <span>{formatBytes(bytes)}</span>
      </figcaption>
    </figure>
  );
}

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
