import type { BoardFacts } from "../../contract/board.ts";
import { BoardPicks } from "./BoardPicks.tsx";
import { BoardTerms } from "./BoardTerms.tsx";
import { BoardTuning } from "./BoardTuning.tsx";

/** All parts of the board without the page around them, for the island that puts them in place. */
export function Board({ board }: { readonly board: BoardFacts }) {
  return (
    <>
      <BoardPicks board={board} />
      <BoardTerms board={board} />
      <BoardTuning board={board} />
    </>
  );
}
