import type { RefObject } from "preact";

interface RetryButtonProps {
  /** Path of the generation's page. */
  readonly page: string;
  readonly text: string;
  readonly look: string;
  readonly button?: RefObject<HTMLElement>;
  retry(): void;
}

/** Has the same generation made once more; its own address makes it work without scripting too. */
export function RetryButton({ page, text, look, button, retry }: RetryButtonProps) {
  return (
    <button
      {...button && { ref: button as RefObject<HTMLButtonElement> }}
      type="submit"
      class={look}
      formAction={`${page}/retry`}
      formEncType="application/x-www-form-urlencoded"
      formNoValidate
      onClick={(event) => {
        event.preventDefault();
        retry();
      }}
    >
      {text}
    </button>
  );
}
