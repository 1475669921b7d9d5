import type { FormFields } from "../../components/panel/panel_values.ts";
import type { PanelView } from "../../contract/panel.ts";

/** What comes of a question. */
interface PanelListener {
  /** The newest answer; `isWhole` when one of the questions up to it was about all of the panel. */
  onAnswer(view: PanelView, isWhole: boolean): void;
  /** Nobody answered, and no later question has taken the place of this one. */
  onSilence(): void;
}

/** Questions to the server, of which only the newest counts. */
export class PanelQuestions {
  readonly #listener: PanelListener;
  #asking = new AbortController();
  #pending = Promise.resolve();
  /** Whether an unanswered question was about all of the panel: a later one answers it as well. */
  #owesWhole = false;

  constructor(listener: PanelListener) {
    this.#listener = listener;
  }

  /**
   * Asks how the panel stands for these fields.
   *
   * @throws {Error} when the server could not be asked
   */
  ask(fields: FormFields, isWhole: boolean): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#owesWhole ||= isWhole;
    const answered = this.#answer(fields, this.#asking.signal);
    this.#pending = answered.catch(() => {});
    return answered;
  }

  /** Resolves when what was asked for last is answered. */
  async settled(): Promise<void> {
    let seen;
    while (seen !== this.#pending) {
      seen = this.#pending;
      await seen;
    }
  }

  async #answer(fields: FormFields, signal: AbortSignal): Promise<void> {
    try {
      const view = await fetchPanel(fields, signal);
      if (signal.aborted) return;
      this.#listener.onAnswer(view, this.#owesWhole);
      this.#owesWhole = false;
    } catch (error) {
      if (signal.aborted) return;
      this.#owesWhole = false;
      this.#listener.onSilence();
      throw error;
    }
  }
}

async function fetchPanel(fields: FormFields, signal: AbortSignal): Promise<PanelView> {
  const query = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  const response = await fetch(`/panel?${query}`, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`The panel came back with status ${response.status}.`);
  return await response.json();
}
