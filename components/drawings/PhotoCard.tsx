/** A photograph with a moon and a skyline, slipping into a slot of light. */
export function PhotoCard() {
  return (
    <svg viewBox="0 0 128 104" aria-hidden="true" class="neon-line" stroke="currentColor">
      <g class="neon-lit" transform="rotate(-6 64 44)">
        <rect x="26" y="8" width="76" height="68" rx="5" fill="#0b0f1a" />
        <path d="M33 15h62v42H33Z" stroke-width="1.500" opacity=".7" />
        <circle cx="78" cy="28" r="6" stroke="#ff2bd6" />
        <path d="M33 52l12-16 10 12 8-9 14 18h14l4-6" />
      </g>
      <path d="M8 94h112" stroke="#ff2bd6" stroke-width="3" class="text-magenta neon-lit" />
      <path d="M54 84l10 8 10-8" />
    </svg>
  );
}
