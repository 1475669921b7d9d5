import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FieldElement, Panel, PanelState } from "../../components/panel/panel.ts";
import {
  choicesOf,
  type FormFields,
  requestOf,
  textsOf,
  valuesOf,
} from "../../components/panel/panel_values.ts";
import { cropFields } from "../../contract/crop.ts";
import type { Preset } from "../../contract/model.ts";
import type { PanelView } from "../../contract/panel.ts";
import type { Framing } from "../picture/framing.ts";
import { heldForm } from "./held_form.ts";
import { PanelQuestions } from "./panel_questions.ts";
import { anySeed, filled, firstFault, shown } from "./panel_state.ts";

/** Another video costs, or takes, something else only a moment after the last change. */
const TERMS_AFTER_MS = 250;

const UNREACHABLE =
  "The server cannot be reached, so the model stays as it was. Check your network, then try again.";

/** What of the studio matters to its panel. */
interface PanelSurroundings {
  readonly framing: ReadonlySignal<Framing>;
  /** Seed of the video on the screen. */
  videoSeed(): number | undefined;
}

/** The settings of the next video in the browser. Prices and other models are asked for at `/panel`. */
export class StudioPanel implements Panel {
  readonly state: Signal<PanelState>;
  readonly request: ReadonlySignal<FormFields>;
  readonly chooser = { current: null as HTMLDetailsElement | null };
  readonly #surroundings: PanelSurroundings;
  readonly #questions: PanelQuestions;
  readonly #fields = new Map<string, FieldElement>();
  #termsTimer: ReturnType<typeof setTimeout> | undefined;
  /** Chosen before the script came. */
  readonly #heldModel: string;

  constructor(view: PanelView, surroundings: PanelSurroundings) {
    const { model, values } = heldForm(view);
    this.#heldModel = model;
    this.#surroundings = surroundings;
    this.state = signal(filled(shown(view), values));
    this.request = computed(() => {
      const { view, values } = this.state.value;
      return [...requestOf(view.model, values), ...cropFields(surroundings.framing.value.crop)];
    });
    this.#questions = new PanelQuestions({
      onAnswer: (view, isWhole) => this.#show(view, isWhole),
      onSilence: () => this.#stayWithModel(),
    });
  }

  /** Takes up what was chosen before the script came; to be called once, in the browser. */
  start(): void {
    const { view, values } = this.state.peek();
    if (this.#heldModel !== view.model.id) return this.chooseModel(this.#heldModel);
    const isChanged = Object.entries(values).some(([name, text]) => text !== view.values[name]);
    if (isChanged) this.#note();
  }

  hold = (name: string, element: FieldElement | null): void => {
    if (element === null) this.#fields.delete(name);
    else this.#fields.set(name, element);
  };

  set = (name: string, text: string, isReadable = true): void => {
    this.state.value = filled(this.state.value, { [name]: text }, isReadable ? [] : [name]);
    this.#note();
  };

  /** What this model shares with the next one goes along; the server says what applies there. */
  chooseModel = (id: string): void => {
    clearTimeout(this.#termsTimer);
    this.state.value = { ...this.state.value, chosen: id };
    this.#questions.ask(this.#choices(), true).then(this.showAddress, () => {});
  };

  closeChooser = (): void => {
    const { current: chooser } = this.chooser;
    if (!chooser?.open) return;
    chooser.open = false;
    chooser.querySelector("summary")?.focus({ preventScroll: true });
  };

  apply = ({ settings, prompt }: Preset): void => {
    const words = prompt === undefined ? [] : [["prompt", prompt] as const];
    const texts = [...Object.entries(textsOf(settings)), ...words];
    this.state.value = filled(this.state.value, Object.fromEntries(texts));
    this.#note();
  };

  shuffleSeed = (): void => this.set("seed", anySeed());

  toggleSeed = (): void => {
    const isKept = this.state.value.values.seed !== "";
    this.set("seed", isKept ? "" : String(this.#surroundings.videoSeed() ?? anySeed()));
  };

  reset = (): void => {
    this.state.value = filled(this.state.value, valuesOf(this.state.value.view.model));
    this.#note();
  };

  /**
   * Sets the panel to these fields, those of a video's recipe.
   *
   * @throws {Error} when the server could not be asked
   */
  async restore(fields: FormFields): Promise<void> {
    clearTimeout(this.#termsTimer);
    await this.#questions.ask(fields, true);
    this.showAddress();
  }

  /** All fields that go with the picture; `undefined` after showing which of them cannot be sent. */
  async fieldsToSend(): Promise<FormFields | undefined> {
    await this.#questions.settled();
    const state = this.state.value;
    const fault = firstFault(state);
    if (fault === undefined) return [["model", state.chosen], ...Object.entries(state.values)];
    this.showFault(fault.name, fault.sentence);
    return undefined;
  }

  /** Says at the control of that name what is wrong, and goes there. */
  showFault(name: string, sentence: string): void {
    const field = this.#fields.get(name);
    if (field === undefined) return;
    const { faults } = this.state.value;
    this.state.value = { ...this.state.value, faults: { ...faults, [name]: sentence } };
    const drawer = field.closest("details");
    if (drawer !== null) drawer.open = true;
    // The middle, because a phone's button covers the lower edge.
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  }

  /** A reload, or the address sent to a friend, opens the panel as it stands. */
  showAddress = (): void => {
    if (location.pathname !== "/") return;
    const { crop } = this.#surroundings.framing.peek();
    const fields = [...this.#choices(), ...cropFields(crop)];
    const query = new URLSearchParams(fields.map(([name, value]) => [name, value]));
    history.replaceState(history.state, "", `/?${query}${location.hash}`);
  };

  /** Brings up to date what depends on the fields, but is not drawn from them. */
  #note(): void {
    this.showAddress();
    clearTimeout(this.#termsTimer);
    this.#termsTimer = setTimeout(() => {
      // The old terms may stay where the server is out of reach: Generate will say so.
      this.#questions.ask(this.#choices(), false).catch(() => {});
    }, TERMS_AFTER_MS);
  }

  #choices(): FormFields {
    const { view: { model }, values, chosen } = this.state.peek();
    const [, ...choices] = choicesOf(model, values);
    return [["model", chosen], ...choices];
  }

  #show(view: PanelView, isWhole: boolean): void {
    const state = this.state.value;
    if (isWhole || view.model.id !== state.view.model.id) this.state.value = shown(view, state);
    else {
      const { terms, choices } = view;
      this.state.value = { ...state, view: { ...state.view, terms, choices } };
    }
  }

  #stayWithModel(): void {
    const { view, chosen } = this.state.value;
    if (chosen === view.model.id) return;
    this.state.value = {
      ...this.state.value,
      chosen: view.model.id,
      view: { ...view, notice: UNREACHABLE },
    };
  }
}
