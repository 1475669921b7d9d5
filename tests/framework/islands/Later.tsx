import { useSignal } from "@preact/signals";

/** Loads a part of itself on a click, and keeps what else it was given out of the script. */
export default function Later({ facts }: { facts: Record<string, unknown> }) {
  const text = useSignal(JSON.stringify(facts));
  return (
    <p>
      <button
        type="button"
        onClick={async () => text.value = (await import("./parts/words.ts")).words}
      >
        load
      </button>
      <code id="later">{text}</code>
    </p>
  );
}
