import { formatMoment } from "../../../contract/dates.ts";
import type { OwnTokenFacts } from "../../../contract/account.ts";

/** A token of the visitor's own. */
export function TokenPanel({ ownToken }: { readonly ownToken?: OwnTokenFacts | undefined }) {
  return (
    <section
      class={ownToken && !ownToken.isRefused ? "panel glow-green p-6" : "panel glow-magenta p-6"}
      aria-labelledby="token-title"
    >
      <h2 id="token-title" class="text-lead font-semibold">A token of your own</h2>
      {ownToken ? <TokenLine token={ownToken} /> : (
        <p class="mt-3 text-note text-muted">
          Make one at Hugging Face that may call Inference Providers, and nothing else. It is kept
          for 8 hours, encrypted in a cookie of this browser that no page and no script can read,
          and is sent to Hugging Face only.
        </p>
      )}
      <form method="post" action="/account/token" class="mt-5">
        <label class="block text-note" for="token">
          {ownToken ? "Another token" : "Access token"}
        </label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="off"
          spellcheck={false}
          placeholder="hf_…"
          class="field"
        />
        <button type="submit" class="button button-strong mt-4">Use this token</button>
      </form>
      {ownToken && (
        <form method="post" action="/account/token/forget" class="mt-3">
          <button type="submit" class="button">Forget the token</button>
        </form>
      )}
    </section>
  );
}

function TokenLine({ token: { name, expiresAt, isRefused } }: { readonly token: OwnTokenFacts }) {
  const whose = name === undefined ? "A token" : (
    <>
      The token of{" "}
      <strong class={isRefused ? "text-coral" : "text-green"} dir="auto">{name}</strong>
    </>
  );
  return (
    <p class="mt-3 break-words text-note">
      {whose} {isRefused
        ? "is no longer accepted by Hugging Face, so it pays for nothing. Enter another one."
        : `is in place and pays until ${formatMoment(expiresAt)}.`}
    </p>
  );
}
