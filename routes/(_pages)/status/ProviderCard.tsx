import { formatSeconds, formatShare } from "../../../contract/units.ts";
import { formatMoment } from "../../../contract/dates.ts";
import { providerWord } from "../../../contract/provider_names.ts";
import type { ProviderStatus, StatusSpan } from "../../../contract/status.ts";

/** Where there is nothing to tell. */
const NOTHING = "–";

/** One model at one provider. */
export function ProviderCard({ status }: { readonly status: ProviderStatus }) {
  const { modelName, provider, day, week } = status;
  const failure = week.lastFailure;
  return (
    <article class={isWell(day) ? "panel glow-green h-full p-6" : "panel glow-amber h-full p-6"}>
      <h2 class="text-lead font-semibold">{modelName}</h2>
      <p class="mt-1 text-fine text-muted">made by {providerWord(provider)}</p>
      <div class="mt-4 overflow-x-auto">
        <table class="w-full text-note">
          <thead>
            <tr class="text-left text-fine text-muted">
              <td />
              <th scope="col" class="py-1 pr-4 font-normal">24 hours</th>
              <th scope="col" class="py-1 font-normal">7 days</th>
            </tr>
          </thead>
          <tbody>
            <Row name="Succeeded" tell={rateWord} day={day} week={week} />
            <Row name="Videos" tell={outcomeWord} day={day} week={week} />
            <Row
              name="Median"
              tell={({ p50Seconds }) =>
                secondsWord(p50Seconds)}
              day={day}
              week={week}
            />
            <Row
              name="90 %"
              tell={({ p90Seconds }) => secondsWord(p90Seconds)}
              day={day}
              week={week}
            />
          </tbody>
        </table>
      </div>
      <p class="mt-4 text-note text-muted">
        {failure
          ? (
            <>
              Last failure: <a class="link" href={`/problems/${failure.code}`}>{failure.code}</a>,
              {" "}
              {formatMoment(failure.at)}
            </>
          )
          : "No failure in seven days."}
      </p>
    </article>
  );
}

interface RowProps {
  readonly name: string;
  readonly tell: (span: StatusSpan) => string;
  readonly day: StatusSpan;
  readonly week: StatusSpan;
}

function Row({ name, tell, day, week }: RowProps) {
  return (
    <tr class="border-t">
      <th scope="row" class="py-2 pr-4 text-left font-normal text-muted">{name}</th>
      <td class="py-2 pr-4">{tell(day)}</td>
      <td class="py-2">{tell(week)}</td>
    </tr>
  );
}

/** Nine of ten is fine; nothing made is not bad. */
function isWell({ successRate = 1 }: StatusSpan): boolean {
  return successRate >= 0.9;
}

/** A success rate that never says all or none where that is not true: "99%". */
function rateWord({ successRate }: StatusSpan): string {
  if (successRate === undefined) return NOTHING;
  const isMixed = successRate > 0 && successRate < 1;
  return formatShare(isMixed ? Math.min(Math.max(successRate, 0.01), 0.99) : successRate);
}

/** "3 made, 1 failed". */
function outcomeWord({ succeeded, failed, canceled }: StatusSpan): string {
  if (succeeded + failed + canceled === 0) return NOTHING;
  return [
    `${succeeded} made`,
    ...failed > 0 ? [`${failed} failed`] : [],
    ...canceled > 0 ? [`${canceled} canceled`] : [],
  ].join(", ");
}

/** A time that a video took: "4.2 s", "3 min 5 s". */
function secondsWord(seconds: number | undefined): string {
  return seconds === undefined ? NOTHING : formatSeconds(seconds);
}
