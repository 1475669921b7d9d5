/** Parts of the panel that the server draws again. */
export type PanelPart = "choices" | "summary" | "controls";

let asking = new AbortController();
/** What the calls that have not been answered yet were to draw. */
const owed = new Set<PanelPart>();
let pending: Promise<void> = Promise.resolve();

/**
 * Has the server draw parts of the panel for these fields. A later call takes the place of an
 * earlier one, whose answer is dropped, and draws what that one was to draw as well.
 *
 * @throws {Error} when the server could not be asked
 */
export function refreshPanel(
  form: HTMLFormElement,
  { fields, parts }: {
    readonly fields: readonly (readonly [name: string, value: string])[];
    readonly parts: readonly PanelPart[];
  },
): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  for (const part of parts) owed.add(part);
  const drawing = draw(form, { fields, signal });
  pending = drawing.catch(() => {});
  return drawing;
}

/** Resolves when the panel shows what was asked for last. */
export async function settled(): Promise<void> {
  let seen;
  while (seen !== pending) {
    seen = pending;
    await seen;
  }
}

async function draw(
  form: HTMLFormElement,
  { fields, signal }: {
    readonly fields: readonly (readonly [string, string])[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const query = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  try {
    const response = await fetch(`/panel?${query}`, { signal, cache: "no-store" });
    if (!response.ok) throw new Error(`The panel came back with status ${response.status}.`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of owed) replacePart(form, fresh, part);
    owed.clear();
  } catch (error) {
    if (signal.aborted) return;
    owed.clear();
    throw error;
  }
}

/** Keeps the focus and the open drawers, as far as the new part has them. */
function replacePart(form: HTMLFormElement, fresh: Document, part: PanelPart): void {
  const [old, next] = [form, fresh].map((page) => page.querySelector(`[data-panel="${part}"]`));
  if (!old || !next) return;
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  for (const { id } of old.querySelectorAll("details[open]")) {
    next.querySelector(`#${id}`)?.setAttribute("open", "");
  }
  old.replaceChildren(...next.childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
