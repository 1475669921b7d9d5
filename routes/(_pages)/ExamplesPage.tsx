import type { ExampleList } from "../../contract/example.ts";
import { PageHead } from "../../components/PageHead.tsx";
import { RefreshWithoutScript } from "../../components/RefreshWithoutScript.tsx";
import ExampleShow from "../../islands/ExampleShow.tsx";

interface ExamplesPageProps {
  readonly exampleList: ExampleList;
}

/** What the built-in engine can do, on pictures that are drawn for it. */
export function ExamplesPage({ exampleList }: ExamplesPageProps) {
  return (
    <>
      <PageHead
        title="Example videos | AI Lounge After Dark"
        description="Six short videos by the built-in engine, one for each camera move, with the settings that made them."
        path="/examples"
      />
      {!exampleList.areAllReady && <RefreshWithoutScript />}
      <section
        class="mx-auto max-w-page px-4 pt-8 md:px-8 md:pt-12"
        aria-labelledby="examples-title"
      >
        <h1 id="examples-title" class="text-title font-bold md:text-display">House reel</h1>
        <p class="mt-3 max-w-prose text-note text-muted">
          One video for each move of the built-in engine. This server drew the pictures and made the
          videos, without key, network or AI model; any photo of yours goes the same way.
        </p>
        <ExampleShow exampleList={exampleList} />
      </section>
    </>
  );
}
