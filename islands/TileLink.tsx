import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { TileVideo } from "../components/videos/VideoTile.tsx";

interface TileLinkProps {
  /** Where it leads. */
  readonly href: string;
  /** Path of the video. */
  readonly url: string;
  readonly poster?: string | undefined;
  readonly children: ComponentChildren;
}

/** The moment that the tile shows at rest. */
const FIRST_MOMENT_SECONDS = 0.1;

/** The link of a tile, whose video plays while the pointer or the focus is on it. */
export default function TileLink({ href, url, poster, children }: TileLinkProps) {
  const video = useRef<HTMLVideoElement>(null);
  const play = () => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    // It is refused when the pointer is gone again before the video has begun.
    video.current?.play().catch(() => {});
  };
  const rest = () => {
    if (video.current === null) return;
    video.current.pause();
    video.current.currentTime = FIRST_MOMENT_SECONDS;
  };
  return (
    <a
      class="tile block"
      href={href}
      onPointerEnter={play}
      onPointerLeave={rest}
      onFocus={play}
      onBlur={rest}
    >
      <TileVideo url={url} poster={poster} video={video} />
      {children}
    </a>
  );
}
