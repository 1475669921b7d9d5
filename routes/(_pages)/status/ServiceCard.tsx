import { serviceWord } from "../../../contract/provider_names.ts";
import type { ServiceStatus, StatusSpan } from "../../../contract/status.ts";
import { formatMoment } from "../../../components/films/film_words.ts";
import { outcomeWord, rateWord, secondsWord } from "./status_words.ts";

/** One model at one service. */
export function ServiceCard({ status }: { readonly status: ServiceStatus }) {
  const { modelName, service, day, week } = status;
  const failure = week.lastFailure;
  return (
    <article class={isWell(day) ? "panel glow-green h-full p-6" : "panel glow-amber h-full p-6"}>
      <h2 class="text-lead font-semibold">{modelName}</h2>
      <p class="mt-1 text-fine text-muted">made by {serviceWord(service)}</p>
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
            <Row name="Films" tell={outcomeWord} day={day} week={week} />
            <Row
              name="Half took up to"
              tell={({ p50Seconds }) =>
                secondsWord(p50Seconds)}
              day={day}
              week={week}
            />
            <Row
              name="Nine of ten up to"
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
