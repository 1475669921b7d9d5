import { CurlCommand, type CurlCommandProps } from "./CurlCommand.tsx";

interface CurlPanelProps extends CurlCommandProps {
  /** Says which film, where there are several. */
  readonly label?: string;
}

/** A film's recipe as a command, in a drawer. */
export function CurlPanel({ label = "Copy as curl", ...recipe }: CurlPanelProps) {
  return (
    <details class="drawer">
      <summary class="button">
        {label} <span class="chevron text-cyan" aria-hidden="true" />
      </summary>
      <div class="panel mt-3 p-4">
        <CurlCommand {...recipe} />
      </div>
    </details>
  );
}
