import type { GenerationView } from "../../contract/generation.ts";

/** What the owner can do about a generation that failed. */
export function NextStepButton({ view }: { readonly view: GenerationView }) {
  const next = view.isOwner ? view.problem?.next : undefined;
  if (next === undefined) return null;
  if (next.kind === "try-again") return <Retry page={view.page} text={next.text} />;
  return (
    <>
      <a class="button" href={next.href ?? "/#studio"}>{next.text}</a>
      {next.afterwards !== undefined && <Retry page={view.page} text={next.afterwards} />}
    </>
  );
}

function Retry({ page, text }: { readonly page: string; readonly text: string }) {
  return (
    <form method="post" action={`${page}/retry`}>
      <button type="submit" class="button">{text}</button>
    </form>
  );
}
