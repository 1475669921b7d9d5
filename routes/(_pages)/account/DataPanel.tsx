/** What a visitor can take along, and what can be deleted. */
export function DataPanel({ isSignedIn }: { readonly isSignedIn: boolean }) {
  return (
    <section class="panel p-6 lg:col-span-2" aria-labelledby="data-title">
      <h2 id="data-title" class="text-lead font-semibold">Your data</h2>
      <p class="mt-3 max-w-prose text-note text-muted">
        {isSignedIn
          ? "Everything that this instance keeps about your account: your videos, with their settings and receipts."
          : "Everything that this instance keeps about this browser: your videos, with their settings and receipts."}
        {" "}
        An uploaded picture is deleted as soon as its video is made. Where none was made, because
        that failed or was canceled, the picture stays for another try, until you delete what is
        left of it in your library or its time here is over.
      </p>
      <div class="mt-5 flex flex-wrap items-start gap-3">
        <a class="button" href="/account/export" download>Export my data</a>
        <details>
          <summary class="button">{isSignedIn ? "Delete my account" : "Delete my data"}</summary>
          <form method="post" action="/account/delete" class="plate mt-2 max-w-md p-4">
            <p class="text-fine">
              All videos go for good, with everything that is known of them
              {isSignedIn ? ", on every device you have signed in on" : ""}. Videos in the making
              are stopped; what a provider has begun may still be charged.
            </p>
            <label class="mt-3 flex min-h-touch items-center gap-3 text-note">
              <input class="h-5 w-5" type="checkbox" name="confirm" value="yes" required />
              Yes, delete everything
            </label>
            <button type="submit" class="button button-danger mt-3 w-full">Delete for good</button>
          </form>
        </details>
      </div>
    </section>
  );
}
