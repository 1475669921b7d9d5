/** A film leader's clock: what the screen shows while a video is made of a picture it does not have. */
export function Leader() {
  return (
    <div class="leader h-full w-full">
      <svg viewBox="0 0 320 180" aria-hidden="true" class="neon-line relative h-full w-full">
        <path d="M0 90h320M160 0v180" stroke="#26304a" stroke-width="1" />
        <circle cx="160" cy="90" r="66" stroke="#ffb020" class="neon-lit" />
        <circle cx="160" cy="90" r="56" stroke="#ffb020" stroke-width="1" opacity=".6" />
        <path d="M145 66v48M145 74h30M145 106h30M175 66v48" stroke="#e8eefc" />
        <path d="M145 82h5M145 90h5M145 98h5M170 82h5M170 90h5M170 98h5" stroke="#e8eefc" />
      </svg>
    </div>
  );
}
