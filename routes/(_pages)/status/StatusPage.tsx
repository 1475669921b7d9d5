import { formatDuration } from "../../../contract/units.ts";
import { formatMoment } from "../../../contract/dates.ts";
import type { StatusReport } from "../../../contract/status.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { useSite } from "../../../components/site.ts";
import { ProviderCard } from "./ProviderCard.tsx";

interface StatusPageProps {
  readonly report: StatusReport;
}

/** How this instance does, by what it has made itself. */
export function StatusPage({ report }: StatusPageProps) {
  const { providers } = report;
  const { siteUrl } = useSite();
  return (
    <>
      <PageHead
        title="House status | AI Lounge After Dark"
        description="How often each model and provider delivered on this instance, how long it took, and what went wrong last."
        path="/status"
      />
      <section
        class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20"
        aria-labelledby="status-title"
      >
        <h1 id="status-title" class="text-title font-bold md:text-display">House status</h1>
        <p class="mt-4 max-w-prose text-body text-muted">
          From this instance’s own history, not from anyone’s promises. Videos that their owners
          have deleted no longer count.
        </p>
        <dl class="mt-8 grid gap-4 sm:grid-cols-3">
          <Figure name="Up for" value={formatDuration(report.uptimeSeconds, Math.floor)} />
          <Figure name="Queued" value={String(report.queued)} />
          <Figure name="In the making" value={String(report.running)} />
        </dl>
        {report.nothingErasedForSeconds !== undefined && (
          <p class="panel mt-8 max-w-prose p-6 text-note text-amber">
            For {formatDuration(report.nothingErasedForSeconds)}{" "}
            of running nothing is deleted for its age: this server’s clock jumped, or its host keeps
            videos for a shorter time now.
          </p>
        )}
        {report.hasUntoldProxy && (
          <p class="panel mt-8 max-w-prose p-6 text-note text-amber">
            Requests come through a proxy that TRUSTED_PROXIES does not name, so that visitors
            behind it cannot be told apart: limits by address are off for them.
          </p>
        )}
        {providers.length === 0
          ? (
            <p class="panel mt-8 max-w-prose p-6 text-note text-muted">
              Nothing has been made here in the last seven days, so there is nothing to tell yet.
            </p>
          )
          : (
            <ul class="mt-8 grid gap-6 lg:grid-cols-2">
              {providers.map((provider) => (
                <li key={`${provider.model} ${provider.provider}`} class="min-w-0">
                  <ProviderCard status={provider} />
                </li>
              ))}
            </ul>
          )}
        <p class="mt-8 text-fine text-muted">
          As of {formatMoment(report.at)}. The same as JSON:{" "}
          <code>curl -H 'Accept: application/json' {siteUrl}/status</code>
        </p>
      </section>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="panel p-4">
      <dt class="text-fine text-muted">{name}</dt>
      <dd class="mt-1 text-lead">{value}</dd>
    </div>
  );
}
