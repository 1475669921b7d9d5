import type { AccountFacts } from "../../../contract/account.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { AccountNoticeLine } from "./AccountNotice.tsx";
import { DataPanel } from "./DataPanel.tsx";
import { SignInPanel } from "./SignInPanel.tsx";
import { TokenPanel } from "./TokenPanel.tsx";

/** Who the visitor is here, whose credits pay, and what can be taken along or deleted. */
export function AccountPage({ account }: { readonly account: AccountFacts }) {
  const { signedIn, ownToken, canSignIn, notice } = account;
  return (
    <>
      <PageHead
        title="Your account | AI Lounge After Dark"
        description="Who you are here, whose credits pay, and your data."
        path="/account"
        indexed={false}
      />
      <section
        class="mx-auto max-w-page px-4 pt-8 md:px-8 md:pt-12"
        aria-labelledby="account-title"
      >
        <h1 id="account-title" class="text-title font-bold md:text-display">
          {signedIn ? "On the guest list" : "Your account"}
        </h1>
        <p class="mt-3 max-w-prose text-note text-muted">{whoPays(account)}</p>
        {notice && <AccountNoticeLine notice={notice} />}
        <div class="mt-8 grid gap-6 lg:grid-cols-2">
          <SignInPanel signedIn={signedIn} canSignIn={canSignIn} />
          <TokenPanel ownToken={ownToken} />
          <DataPanel isSignedIn={signedIn !== undefined} />
        </div>
      </section>
    </>
  );
}

function whoPays({ signedIn, ownToken, canSignIn }: AccountFacts): string {
  if (ownToken?.isRefused && !signedIn?.paysUntil) {
    return "Hugging Face does not accept the token that you pasted, so it pays for nothing. Enter another one, or forget it.";
  }
  if (ownToken && !ownToken.isRefused) {
    return "Videos that a provider makes are paid with the credits of the token that you pasted. What this server makes itself costs nothing.";
  }
  if (signedIn?.paysUntil) {
    return "Videos that a provider makes are paid with your own credits at Hugging Face. What this server makes itself costs nothing.";
  }
  if (signedIn && !signedIn.mayPay) {
    return "You are signed in, but your credits cannot pay: Hugging Face did not allow this studio to call Inference Providers for you. Sign in again and allow it, or paste a token; your library is here as it was.";
  }
  if (signedIn) {
    return "Your sign-in has grown too old to pay with, or Hugging Face has ended it. Sign in again to use your own credits; your library is here as it was.";
  }
  const way = canSignIn ? "Sign in, or bring a token," : "Bring a token";
  return `You are a guest: this browser keeps your library, and you pay for nothing. ${way} to use every model with your own credits.`;
}
