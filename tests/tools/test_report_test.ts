import { assertEquals } from "@std/assert";
import { readReport, reportLine } from "../../tools/test_report.ts";

const OUTPUTS: Readonly<Record<string, string>> = {
  "ok | 3 passed | 0 failed (56ms)": "3 passed, 0 failed",
  "FAILED | 2825 passed (376 steps) | 1 failed (6m53s)": "2825 passed, 1 failed",
  "FAILED | 4 passed (2 steps) | 2 failed (1 step) | 3 ignored | 1 filtered out (1s)":
    "4 passed, 2 failed, 3 skipped",
  "a test that prints: | 7 passed | 9 failed\n\nok | 1 passed (1 step) | 0 failed (1ms)\n":
    "1 passed, 0 failed",
  "error: Module not found": "0 passed, 0 failed",
};

for (const [output, line] of Object.entries(OUTPUTS)) {
  Deno.test(`a run that writes ${JSON.stringify(output)} closes with ${line}`, () => {
    assertEquals(reportLine(readReport(output)), line);
  });
}
