import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "npm:fast-check@^4.10.2";
import { InputError } from "../../../server/errors.ts";
import { isLegal } from "../../../contract/control_range.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import {
  applyPreset,
  defaultSettings,
  keepWhatApplies,
  readPrompt,
  readSettings,
} from "../../../server/models/settings.ts";
import { anyText, asTexts, formStates } from "./form_states.ts";
import { simpleModel } from "./simple_model.ts";

const { models } = await openRegistry();
const model = simpleModel();

function refusal(run: () => unknown): string {
  const error = assertThrows(run, InputError);
  return `${error.code}: ${error.message}`;
}

Deno.test("settings that are not given, or blank, are at their defaults", () => {
  const defaults = { fps: 7, noise: 0.5, resolution: "480p", audio: false, negative_prompt: "" };
  assertEquals(defaultSettings(model), defaults);
  assertEquals(readSettings(model, {}), defaults);
  assertEquals(readSettings(model, { fps: "", resolution: "", audio: "" }), defaults);
  assertEquals(
    readSettings(model, { audio: "on", resolution: "720p", fps: "30", negative_prompt: "rain" }),
    { fps: 30, noise: 0.5, resolution: "720p", audio: true, negative_prompt: "rain" },
  );
});

Deno.test("the order of what is given does not matter", () => {
  const one = JSON.stringify(readSettings(model, { fps: "8", audio: "1" }));
  assertEquals(JSON.stringify(readSettings(model, { audio: "true", fps: "08" })), one);
});

Deno.test("decimal steps come out without the dust of binary fractions", () => {
  assertEquals(readSettings(model, { noise: "0.15" }).noise, 0.15);
  assertEquals(readSettings(model, { noise: "0.30000000000000004" }).noise, 0.3);
  assertEquals(readSettings(model, { noise: ".7" }).noise, 0.7);
});

for (
  const [given, sentence] of [
    [{ fps: "4" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "31" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "7.5" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "1e1" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: " 7" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "0x0a" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "Infinity" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ fps: "٧" }, "fps must be a whole number from 5 to 30 frames a second."],
    [{ noise: "0.12" }, "noise must be a number from 0.1 to 1 in steps of 0.05."],
    [{ noise: "-0.1" }, "noise must be a number from 0.1 to 1 in steps of 0.05."],
    [{ resolution: "4k" }, "resolution must be one of 480p, 720p."],
    [{ resolution: "constructor" }, "resolution must be one of 480p, 720p."],
    [{ audio: "yes" }, "audio must be on or off."],
    [{ negative_prompt: "a".repeat(11) }, "negative_prompt must be at most 10 characters long."],
    [
      { steps: "5" },
      "Simple Model has no setting steps; it has fps, noise, resolution, audio, negative_prompt.",
    ],
    [
      { "<script>": "5" },
      "Simple Model has no setting of that name; it has fps, noise, resolution, audio, negative_prompt.",
    ],
    [
      { fps: "99", audio: "maybe" },
      "fps must be a whole number from 5 to 30 frames a second. audio must be on or off.",
    ],
  ] as const
) {
  Deno.test(`${JSON.stringify(given)} is refused by name and range`, () => {
    assertEquals(refusal(() => readSettings(model, given)), `invalid-setting: ${sentence}`);
  });
}

Deno.test("a refusal names the field that has to be changed first", () => {
  const field = (run: () => unknown) => assertThrows(run, InputError).field;
  assertEquals(field(() => readSettings(model, { audio: "maybe", noise: "7" })), "noise");
  assertEquals(field(() => readSettings(model, { zoom: "7" })), "zoom");
  assertEquals(field(() => readPrompt(model, "")), "prompt");
  assertEquals(field(() => readPrompt(model, "x".repeat(21))), "prompt");
});

Deno.test("a model without controls says so", () => {
  const bare = simpleModel({ controls: [] });
  assertEquals(
    refusal(() => readSettings(bare, { fps: "7" })),
    "invalid-setting: Simple Model has no setting fps; it has none.",
  );
});

Deno.test("a prompt is cleaned, counted as browsers count it, and asked for where it is needed", () => {
  assertEquals(readPrompt(model, " A cat\r\nwalks\u0000. "), "A cat\nwalks .");
  assertEquals(readPrompt(model, "half \ud83d"), "half \ufffd");
  assertEquals(readPrompt(model, "\r\n".repeat(1) + "x".repeat(20)), "x".repeat(20));
  const missing =
    "prompt-missing: Simple Model needs a prompt. Say in the field prompt what should " +
    "happen in the video.";
  assertEquals(refusal(() => readPrompt(model)), missing);
  assertEquals(refusal(() => readPrompt(model, " \r\n\t")), missing);
  assertEquals(
    refusal(() => readPrompt(model, "x".repeat(21))),
    "invalid-setting: prompt must be at most 20 characters long.",
  );
});

Deno.test("a model without a prompt refuses one, and an optional one may be left out", () => {
  const silent = simpleModel({ prompt: { need: "none" } });
  assertEquals(readPrompt(silent, ""), undefined);
  assertEquals(
    refusal(() => readPrompt(silent, "A cat")),
    "invalid-setting: Simple Model takes no prompt: leave the field prompt empty.",
  );
  const open = simpleModel({ prompt: { need: "optional", default: "It moves.", maxLength: 20 } });
  assertEquals(readPrompt(open, " "), undefined);
});

Deno.test("a preset changes what it names and nothing else", () => {
  const settings = readSettings(model, { fps: "12", noise: "0.9" });
  assertEquals(applyPreset(settings, { settings: { noise: 0.1 } }), { ...settings, noise: 0.1 });
});

Deno.test("changing the model keeps what is legal there and drops the rest", () => {
  const kept = keepWhatApplies(model, {
    settings: { fps: "24", resolution: "1080p", noise: "0.9", steps: "5", audio: "on" },
    prompt: "Rain falls on the roof",
    shape: "portrait",
  });
  assertEquals(kept, {
    settings: { fps: 24, noise: 0.9, resolution: "480p", audio: true, negative_prompt: "" },
    prompt: "Rain falls on the ro",
    shape: "portrait",
  });
  assertEquals(keepWhatApplies(model, { settings: {}, shape: "square" }), {
    settings: defaultSettings(model),
    prompt: "It moves.",
  });
});

Deno.test("a prompt is never cut through a character", () => {
  const text = `${"x".repeat(19)}🐈`;
  assertEquals(keepWhatApplies(model, { settings: {}, prompt: text }).prompt, "x".repeat(19));
});

for (const to of models) {
  Deno.test(`whatever was set before, what ${to.id} keeps is legal, and stays when kept again`, () => {
    const before = fc.oneof(
      ...models.map(formStates),
      fc.record({
        settings: fc.dictionary(
          fc.constantFrom("fps", "frames", "move", "resolution", "__proto__", "nonsense"),
          anyText(30),
        ),
        prompt: anyText(3000),
        shape: fc.constantFrom("landscape", "portrait", "square", undefined),
        seed: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(before, (form) => {
        const kept = keepWhatApplies(to, form);
        const again = { ...kept, settings: asTexts(kept.settings) };
        assertEquals(readSettings(to, again.settings), kept.settings);
        assertEquals(readPrompt(to, kept.prompt), kept.prompt);
        assert(to.controls.every((control) => isLegal(control, kept.settings[control.id] ?? NaN)));
        assertEquals(keepWhatApplies(to, again), kept);
      }),
      { numRuns: 200 },
    );
  });
}
