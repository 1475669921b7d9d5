import { useEffect } from "preact/hooks";
import type { StudioHandle } from "./use_studio.ts";

/** Listeners for the form that the panel stands in. Its code comes with the first touch. */
export interface PanelListeners {
  onInput(event: Event): void;
  onClick(event: MouseEvent): void;
  onKeyDown(event: KeyboardEvent): void;
  /** Calls `send` with what the form holds, or shows at a control why it cannot be sent. */
  submit(form: HTMLFormElement, send: (fields: FormData) => void): Promise<void>;
}

const loadHandlers = () => import("../panel/panel_handlers.ts");

export function usePanel(
  { state, settled }: Pick<StudioHandle, "state" | "settled">,
  form: { readonly current: HTMLFormElement | null },
): PanelListeners {
  const { kind } = state.value;
  useEffect(() => {
    const { value } = state;
    const field = value.kind === "refused" ? value.fault.field : undefined;
    if (value.kind === "refused" && field !== undefined) {
      loadHandlers().then(({ showFault }) =>
        form.current && showFault(form.current, field, value.fault.detail)
      );
    }
  }, [kind]);
  useEffect(() => {
    // The event does not bubble; the form stays as long as the page does.
    form.current?.addEventListener("toggle", showOpened, true);
  }, []);

  return {
    onInput({ target, currentTarget }) {
      if (!(target as Element).closest("[data-panel]")) return;
      loadHandlers().then(({ changed }) =>
        changed(currentTarget as HTMLFormElement, target as HTMLInputElement)
      );
    },
    onClick(event) {
      const button = (event.target as Element).closest<HTMLElement>("[data-act]");
      const form = event.currentTarget as HTMLFormElement;
      // Arrow keys go through the models one by one; a pointer has picked the one it meant.
      if (event.detail > 0 && (event.target as Element).closest(".choice")) {
        loadHandlers().then(({ closeChooser }) => closeChooser(form));
      }
      if (button === null) return;
      event.preventDefault();
      loadHandlers().then(({ act }) => act(form, button));
    },
    onKeyDown({ key, currentTarget }) {
      const form = currentTarget as HTMLFormElement;
      if (key === "Escape" && form.querySelector(".chooser[open]")) {
        loadHandlers().then(({ closeChooser }) => closeChooser(form));
      }
    },
    async submit(form, send) {
      await settled();
      // Without its code nothing is checked here; the server checks in any case.
      const isReady = await loadHandlers().then((handlers) => handlers.isReady(form), () => true);
      if (isReady) send(new FormData(form));
    },
  };
}

/** On a phone what opens at the bottom would stay behind the button there. */
function showOpened({ target }: Event): void {
  const details = target as HTMLDetailsElement;
  if (details.open) details.scrollIntoView({ block: "nearest" });
}
