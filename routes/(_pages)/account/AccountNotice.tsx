import type { AccountNotice } from "../../../contract/account.ts";

/** One sentence about what the visitor has just done. */
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
