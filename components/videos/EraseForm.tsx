interface EraseFormProps {
  /** Address that erases. */
  readonly action: string;
  readonly label: string;
  /** What will be gone. */
  readonly warning: string;
}

/** Erases in two steps, without scripting: open, then confirm. */
export function EraseForm({ action, label, warning }: EraseFormProps) {
  return (
    <details>
      <summary class="button">{label}</summary>
      <form method="post" action={action} class="plate mt-2 max-w-xs p-4">
        <p class="text-fine">{warning}</p>
        <button type="submit" class="button button-danger mt-3 w-full">Delete for good</button>
      </form>
    </details>
  );
}
