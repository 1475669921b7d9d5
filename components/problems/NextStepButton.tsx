import type { GenerationView } from "../../contract/generation.ts";

/** What the owner can do about a generation that failed. */
export function NextStepButton({ view }: { readonly view: GenerationView }) {
  const next = view.isOwner ? view.problem?.next : undefined;
  if (next === undefined) return null;
  const { page } = view;
  if (next.kind === "try-again") return <ActForm action={`${page}/retry`} text={next.text} />;
  return (
    <>
      {next.kind === "look-again"
        ? <ActForm action={`${page}/look`} text={next.text} />
        : <a class="button" href={next.href ?? "/#studio"}>{next.text}</a>}
      {next.afterwards !== undefined && <ActForm action={`${page}/retry`} text={next.afterwards} />}
    </>
  );
}

function ActForm({ action, text }: { readonly action: string; readonly text: string }) {
  return (
    <form method="post" action={action}>
      <button type="submit" class="button">{text}</button>
    </form>
  );
}
