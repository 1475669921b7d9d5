import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { GenerationView } from "../../contract/generation.ts";
import type { FilmTools } from "../film/FilmTools.tsx";

interface LazyToolsProps {
  readonly view: GenerationView;
  /** What the film plays in. */
  readonly frame: RefObject<HTMLElement>;
}

/** The film's tools, whose code comes when there is a film. */
export function LazyTools({ view, frame }: LazyToolsProps) {
  const tools = useSignal<typeof FilmTools | undefined>(undefined);
  useEffect(() => {
    import("../film/FilmTools.tsx").then((module) => tools.value = module.FilmTools, () => {});
  }, []);
  const Tools = tools.value;
  return Tools && view.film
    ? <Tools view={view} film={view.film} find={() => frame.current?.querySelector("video")} />
    : null;
}
