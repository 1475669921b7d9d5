/** The site's mark: a cocktail glass of neon tube with a play button for an olive. */
export function Glass() {
  return (
    <svg viewBox="0 0 32 36" aria-hidden="true" class="neon-line" stroke="currentColor">
      <path d="M3 4h26L16 19Zm13 15v12M9 32.500h14" />
      <path d="m13.500 7.500 6 3.200-6 3.200Z" fill="#ff2bd6" stroke="#ff2bd6" />
    </svg>
  );
}
