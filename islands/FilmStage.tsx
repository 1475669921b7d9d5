import { useRef } from "preact/hooks";
import { Player } from "../components/films/Player.tsx";
import type { GenerationView } from "../contract/generation.ts";
import { FilmTools } from "./film/FilmTools.tsx";

/** A finished film and what can be done with it. Without scripting it is the player alone. */
export default function FilmStage({ view }: { readonly view: GenerationView }) {
  const screen = useRef<HTMLDivElement>(null);
  const find = () => screen.current?.querySelector("video");
  return (
    <>
      <div ref={screen} class="tube-screen aspect-video rounded-control">
        <Player view={view} />
      </div>
      {view.film && <FilmTools view={view} film={view.film} find={find} />}
    </>
  );
}
