import { SiteLink } from "../../../components/SiteLink.tsx";
import { PageHead } from "../../../components/PageHead.tsx";

interface FaultPageProps {
  readonly path: string;
  readonly status: number;
  readonly title: string;
  /** What happened this time. */
  readonly what: string;
  /** Absent where `what` says it. */
  readonly advice?: string;
  /** Kebab-case code with a page that explains it. */
  readonly code: string;
  readonly requestId: string;
}

const HEADLINES: Readonly<Record<number, string>> = {
  404: "This table is empty",
  403: "Not through this door",
  405: "Not through this door",
  410: "That video has left the building",
};

/** What a person sees when a request fails. */
export function FaultPage(props: FaultPageProps) {
  const { path, status, title, what, advice, code, requestId } = props;
  return (
    <>
      <PageHead
        title={title}
        description={what}
        path={path}
        indexed={false}
      />
      <section class="room" aria-labelledby="fault-title">
        <div class="mx-auto max-w-page px-4 pb-64 pt-12 md:px-8 md:pt-20">
          <p
            aria-hidden="true"
            class="font-sign text-[112px] md:text-[176px] font-extrabold leading-none"
          >
            <Digits status={status} />
          </p>
          <h1 id="fault-title" class="mt-8 text-title font-bold md:text-display">
            {HEADLINES[status] ??
              (status < 500 ? "Turned away at the door" : "The lights went out")}
          </h1>
          <p class="mt-4 max-w-prose text-body">{what}</p>
          {advice !== undefined && <p class="mt-2 max-w-prose text-body text-muted">{advice}</p>}
          <div class="mt-8 flex flex-wrap gap-3">
            <SiteLink class="button button-strong" href="/#studio">Back to the studio</SiteLink>
            <a class="button" href={`/problems/${code}`}>What this means</a>
          </div>
          {status >= 500 && (
            <p class="mt-6 text-fine text-muted">
              Request <code class="text-text">{requestId}</code>
            </p>
          )}
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </>
  );
}

/** The status as a neon sign whose middle tube has died. */
function Digits({ status }: { readonly status: number }) {
  const [first, second, third] = String(status);
  return (
    <>
      <span class="sign-cyan">{first}</span>
      <span class="sign-magenta dead-tube">{second}</span>
      <span class="sign-cyan">{third}</span>
    </>
  );
}
