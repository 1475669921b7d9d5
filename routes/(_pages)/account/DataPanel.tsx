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
        We delete your picture once its video is done. If the video failed or was canceled we keep
        the picture so that you can retry, until you delete it or it expires.
      </p>
      <div class="mt-5 flex flex-wrap items-start gap-3">
        <a class="button" href="/account/export" download>Export my data</a>
        <details>
          <summary class="button">{isSignedIn ? "Delete my account" : "Delete my data"}</summary>
          <form method="post" action="/account/delete" class="plate mt-2 max-w-md p-4">
            <p class="text-fine">
              This permanently deletes all your videos and their data
              {isSignedIn ? ", on every device where you have signed in" : ""}. Videos in progress
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
