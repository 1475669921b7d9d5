import { formatMoment } from "../../../contract/dates.ts";
import type { SignedInFacts } from "../../../contract/account.ts";

interface SignInPanelProps {
  readonly signedIn?: SignedInFacts | undefined;
  readonly canSignIn: boolean;
}

/** In and out by Hugging Face. */
export function SignInPanel({ signedIn, canSignIn }: SignInPanelProps) {
  return (
    <section
      class={signedIn ? "panel glow-green p-6" : "panel glow-cyan p-6"}
      aria-labelledby="sign-in-title"
    >
      <h2 id="sign-in-title" class="text-lead font-semibold">Hugging Face account</h2>
      {signedIn ? <SignedIn {...signedIn} /> : <SignedOut canSignIn={canSignIn} />}
    </section>
  );
}

function SignedIn({ name, paysUntil, mayPay }: SignedInFacts) {
  return (
    <>
      <p class="mt-3 break-words text-note">
        Signed in as <strong class="text-green" dir="auto">{name}</strong>.
      </p>
      <p class="mt-2 text-note text-muted">
        {!mayPay
          ? "Your credits pay for nothing here: this studio was not allowed to call Inference Providers for you."
          : paysUntil === undefined
          ? "Sign in again to pay with your own credits."
          : `Your credits pay until ${formatMoment(paysUntil)}.`}{" "}
        Your library follows you to every device that you sign in on.
      </p>
      <div class="mt-5 flex flex-wrap gap-3">
        {paysUntil === undefined && (
          <a class="button button-strong" href="/account/sign-in?from=/account">Sign in again</a>
        )}
        <form method="post" action="/account/sign-out">
          <button type="submit" class="button">Sign out</button>
        </form>
        <form method="post" action="/account/sign-out?everywhere">
          <button type="submit" class="button">Sign out everywhere</button>
        </form>
      </div>
    </>
  );
}

function SignedOut({ canSignIn }: { readonly canSignIn: boolean }) {
  if (!canSignIn) {
    return (
      <p class="mt-3 text-note text-muted">
        Signing in is not set up on this instance. A token of your own works all the same.
      </p>
    );
  }
  return (
    <>
      <p class="mt-3 text-note text-muted">
        Sign in and your own Hugging Face credits pay for your videos. What this browser has made so
        far moves into your account, and is there on your other devices. This studio learns your
        name and may call Inference Providers for you; it can read or change nothing else.
      </p>
      <a class="button button-strong mt-5" href="/account/sign-in?from=/account">
        Sign in with Hugging Face
      </a>
    </>
  );
}
