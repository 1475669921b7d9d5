/** Parts of the board that the server draws again. */
export type BoardPart = "picks" | "terms" | "tuning";

let asking = new AbortController();
/** What the calls that have not been answered yet were to draw. */
const owed = new Set<BoardPart>();
let pending: Promise<void> = Promise.resolve();

/**
 * Has the server draw parts of the board for these fields. A later call takes the place of an
 * earlier one, whose answer is dropped, and draws what that one was to draw as well.
 *
 * @throws {Error} when the server could not be asked
 */
export function refreshBoard(
  form: HTMLFormElement,
  { fields, parts }: {
    readonly fields: readonly (readonly [name: string, value: string])[];
    readonly parts: readonly BoardPart[];
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

/** Resolves when the board shows what was asked for last. */
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
    const response = await fetch(`/board?${query}`, { signal, cache: "no-store" });
    if (!response.ok) throw new Error(`The board came back with status ${response.status}.`);
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
function replacePart(form: HTMLFormElement, fresh: Document, part: BoardPart): void {
  const [old, next] = [form, fresh].map((page) => page.querySelector(`[data-board="${part}"]`));
  if (!old || !next) return;
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  for (const { id } of old.querySelectorAll("details[open]")) {
    next.querySelector(`#${id}`)?.setAttribute("open", "");
  }
  old.replaceChildren(...next.childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
