import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Handlers that make an element take dropped pictures, and whether one hovers over it. */
export interface PictureDrop {
  readonly isOver: ReadonlySignal<boolean>;
  onDragOver(event: DragEvent): void;
  onDragLeave(event: DragEvent): void;
  onDrop(event: DragEvent): void;
}

/** Takes pictures that are dropped on the element or pasted anywhere on the page. */
export function usePictureDrop(choose: (files: readonly File[]) => void): PictureDrop {
  const isOver = useSignal(false);

  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      choose([...clipboardData?.files ?? []]);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);

  return {
    isOver,
    onDragOver(event) {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isOver.value = true;
    },
    onDragLeave({ currentTarget, relatedTarget }) {
      const isInside = currentTarget instanceof Node && relatedTarget instanceof Node &&
        currentTarget.contains(relatedTarget);
      if (!isInside) isOver.value = false;
    },
    onDrop(event) {
      event.preventDefault();
      isOver.value = false;
      choose([...event.dataTransfer?.files ?? []]);
    },
  };
}
