/** One sentence about what the visitor has just done. */
export interface AccountNotice {
  readonly isGood: boolean;
  readonly text: string;
}

export function AccountNoticeLine({ notice }: { readonly notice: AccountNotice }) {
  return notice.isGood
    ? (
      <p role="status" class="panel glow-green mt-6 max-w-prose p-4 text-note text-green">
        {notice.text}
      </p>
    )
    : (
      <p role="alert" class="panel glow-coral mt-6 max-w-prose p-4 text-note text-coral">
        {notice.text}
      </p>
    );
}
