import { assertEquals } from "@std/assert";
import type { GenerationView } from "../../../contract/generation.ts";
import type { NextStep } from "../../../contract/problem.ts";
import { mainActOf } from "../../../islands/studio/main_act.ts";
import { openingState } from "../../../islands/studio/studio_reducer.ts";
import { CANCELED, FAILED, PROBLEM, RUNNING, SUCCEEDED } from "../following/following_fixtures.ts";
import { after, FAULT, picked, submitted, viewed } from "./studio_fixtures.ts";

const STEPS = {
  again: { kind: "try-again", text: "Try again" },
  picture: { kind: "choose-picture", text: "Choose another picture" },
  settings: { kind: "change-settings", text: "Choose another model", href: "/?model=a#studio" },
  link: { kind: "link", text: "Add credits", href: "https://example.org/", afterwards: "Go on" },
} as const satisfies Record<string, NextStep>;

function failedWith(next: NextStep | undefined): GenerationView {
  const { next: _, ...problem } = PROBLEM;
  return { ...FAILED, problem: { ...problem, ...next ? { next } : {} } };
}

/** On the page on which it was sent: the picture and the panel are at hand. */
function here(view: GenerationView) {
  return mainActOf(after(picked, submitted, viewed(view)));
}

/** On its own page, opened later. */
function elsewhere(view: GenerationView) {
  return mainActOf(openingState(view));
}

const GENERATE = { kind: "submit", text: "Generate" } as const;

Deno.test("to try again is offered only where the problem says so", () => {
  assertEquals(here(failedWith(STEPS.again)), { kind: "try-again", text: "Try again" });
  assertEquals(elsewhere(failedWith(STEPS.again)), { kind: "try-again", text: "Try again" });
  for (const next of [STEPS.picture, STEPS.settings, STEPS.link, undefined]) {
    const acts = [here(failedWith(next)), elsewhere(failedWith(next))];
    assertEquals(
      acts.some(({ text, kind }) => text === "Try again" || kind === "try-again"),
      false,
    );
  }
});

Deno.test("another look comes before another try, wherever it is offered", () => {
  const next = { kind: "look-again", text: "Look again", afterwards: "Try again" } as const;
  for (const act of [here(failedWith(next)), elsewhere(failedWith(next))]) {
    assertEquals(act, { kind: "look-again", text: "Look again" });
  }
});

Deno.test("with the picture at hand other settings can be sent, or another picture chosen", () => {
  assertEquals(here(failedWith(STEPS.picture)), STEPS.picture);
  for (const next of [STEPS.settings, STEPS.link, undefined]) {
    assertEquals(here(failedWith(next)), GENERATE);
  }
});

Deno.test("on a page of its own the main button leads where the problem says", () => {
  assertEquals(elsewhere(failedWith(STEPS.picture)), {
    kind: "link",
    text: "Choose another picture",
    href: "/",
  });
  assertEquals(elsewhere(failedWith(STEPS.settings)), {
    kind: "link",
    text: "Choose another model",
    href: "/?model=a#studio",
  });
  const { text, href } = STEPS.link;
  assertEquals(elsewhere(failedWith(STEPS.link)), { kind: "link", text, href });
  const other = { kind: "link", text: "Make another", href: "/" } as const;
  assertEquals(elsewhere(failedWith(undefined)), other);
  assertEquals(elsewhere({ ...failedWith(STEPS.again), isOwner: false }), other);
});

Deno.test("a refused form is sent again as it is only where that may help", () => {
  const refused = (next?: NextStep) =>
    mainActOf(after(picked, submitted, {
      type: "refused",
      fault: { ...FAULT, ...next ? { next } : {} },
    }));
  assertEquals(refused(STEPS.again), { kind: "submit", text: "Try again" });
  assertEquals(refused(STEPS.picture), STEPS.picture);
  assertEquals(refused(STEPS.link), GENERATE);
  assertEquals(refused(), GENERATE);
});

Deno.test("what was canceled can be tried again, what runs or is done not", () => {
  assertEquals(here(CANCELED), { kind: "try-again", text: "Try again" });
  assertEquals(elsewhere(CANCELED), { kind: "try-again", text: "Try again" });
  assertEquals(here(RUNNING), { kind: "submit", text: "Generating…" });
  assertEquals(here(SUCCEEDED), { kind: "submit", text: "Another take" });
});
