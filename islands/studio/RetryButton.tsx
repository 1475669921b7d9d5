import type { RefObject } from "preact";

interface RetryButtonProps {
  /** Where it is sent: a generation's page and what is to be done with it. */
  readonly action: string;
  readonly text: string;
  readonly look: string;
  readonly button?: RefObject<HTMLElement>;
  act(): void;
}

/** Has the same generation made, or looked for, once more; its address makes it work without scripting too. */
export function RetryButton({ action, text, look, button, act }: RetryButtonProps) {
  return (
    <button
      {...button && { ref: button as RefObject<HTMLButtonElement> }}
      type="submit"
      class={look}
      formAction={action}
      formEncType="application/x-www-form-urlencoded"
      formNoValidate
      onClick={(event) => {
        event.preventDefault();
        act();
      }}
    >
      {text}
    </button>
  );
}
