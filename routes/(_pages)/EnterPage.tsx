import { PageHead } from "../../components/PageHead.tsx";

interface EnterPageProps {
  /** Where the visitor wanted to go. */
  readonly from: string | null;
  /** Whether a password was entered that is not the one. */
  readonly isWrong: boolean;
}

/** Asks for the password of an instance that its host keeps closed. */
export function EnterPage({ from, isWrong }: EnterPageProps) {
  return (
    <>
      <PageHead
        title="Password | AI Lounge After Dark"
        description="This lounge is closed to the public. Enter the password that its host gave you."
        path="/enter"
      />
      <section class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20" aria-labelledby="enter-title">
        <h1 id="enter-title" class="text-title font-bold md:text-display">A private lounge</h1>
        <p class="mt-4 max-w-prose text-body text-muted">
          Enter the password that the host of this site gave you.
        </p>
        <form method="post" action="/enter" class="panel mt-8 max-w-prose p-6">
          {from !== null && <input type="hidden" name="from" value={from} />}
          <label class="block text-note" for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
            autofocus
            class="field"
            {...(isWrong ? { "aria-invalid": "true", "aria-describedby": "password-fault" } : {})}
          />
          {isWrong && (
            <p id="password-fault" role="alert" class="mt-3 text-note text-coral">
              That is not the password.
            </p>
          )}
          <button type="submit" class="button button-strong mt-4">Enter</button>
        </form>
      </section>
    </>
  );
}
