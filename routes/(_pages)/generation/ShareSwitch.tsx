import { SiteLink } from "../../../components/SiteLink.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import { useSite } from "../../../components/site.ts";
import CopyButton from "../../../islands/CopyButton.tsx";

/** Whether strangers may see the video's page; only its owner gets to press it. */
export function ShareSwitch({ view }: { readonly view: GenerationView }) {
  const { page, isPublic, prompt } = view;
  const address = useSite().siteUrl + page;
  return (
    <section class="panel p-5" aria-labelledby="share-title">
      <h2 id="share-title" class="text-body font-semibold">
        {isPublic ? "On the marquee" : "Just for you"}
      </h2>
      <p class="mt-2 text-note text-muted">
        {isPublic
          ? "Anyone with the link can watch it, and search engines may list it."
          : "Nobody else can open this page. Sharing publishes the video, its poster, the model and its settings, not your picture. The file itself carries its recipe, prompt included. You can take all of it back at any time: page and file then close, but a video that someone has saved stays theirs."}
      </p>
      {isPublic && (
        <div class="mt-4 flex flex-wrap items-center gap-3">
          <SiteLink class="link min-w-0 flex-1 break-all text-note" href={page}>{address}</SiteLink>
          <CopyButton text={address} />
        </div>
      )}
      <form method="post" action={`${page}/share`} class="mt-4">
        <input type="hidden" name="public" value={isPublic ? "false" : "true"} />
        {!isPublic && prompt !== undefined && (
          <label class="mb-4 flex items-center gap-3 text-note">
            <input type="checkbox" name="prompt" value="true" />
            Show the prompt on the page too
          </label>
        )}
        <button type="submit" class={isPublic ? "button" : "button button-strong"}>
          {isPublic ? "Make it private again" : "Share this video"}
        </button>
      </form>
    </section>
  );
}
