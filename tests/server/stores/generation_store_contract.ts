import type { GenerationStores } from "./generation_stores.ts";
import { testAdding } from "./generation_store_contract/adding.ts";
import { testClaiming } from "./generation_store_contract/claiming.ts";
import { testEnding } from "./generation_store_contract/ending.ts";
import { testFinding } from "./generation_store_contract/finding.ts";
import { testHistory } from "./generation_store_contract/history.ts";
import { testHolding } from "./generation_store_contract/holding.ts";
import { testQueue } from "./generation_store_contract/queue.ts";
import { testReopening } from "./generation_store_contract/reopening.ts";
import { testSpending } from "./generation_store_contract/spending.ts";

/** An empty store for one test, disposed of when the test ends. */
export interface TestedGenerationStore extends AsyncDisposable {
  readonly store: GenerationStores;
  /** A second connection to the same database, as another process has it. */
  readonly other: GenerationStores;
}

/** Registers a test of one promise. */
export type RegisterTest = (
  title: string,
  run: (tested: TestedGenerationStore) => Promise<void>,
) => void;

/** The promises of `GenerationStores`, checked on one implementation. */
export function testGenerationStore(
  name: string,
  create: () => Promise<TestedGenerationStore>,
): void {
  const test: RegisterTest = (title, run) => {
    Deno.test(`${name} ${title}`, async () => {
      await using tested = await create();
      await run(tested);
    });
  };
  for (
    const register of [
      testAdding,
      testSpending,
      testReopening,
      testFinding,
      testQueue,
      testClaiming,
      testHolding,
      testEnding,
      testHistory,
    ]
  ) register(test);
}
