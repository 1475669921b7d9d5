import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Copies `text`. Hidden where there is nothing to copy with. */
export default function CopyButton({ text }: { readonly text: string }) {
  const label = useSignal("Copy");
  const isUsable = useSignal(false);
  useEffect(() => {
    isUsable.value = navigator.clipboard !== undefined;
  }, []);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      label.value = "Copied";
    } catch {
      label.value = "Press Ctrl+C";
    }
  };
  return (
    <button type="button" class="button" hidden={!isUsable.value} onClick={copy}>
      <span aria-live="polite">{label.value}</span>
    </button>
  );
}
