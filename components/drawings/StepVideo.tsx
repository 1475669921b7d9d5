/** Step three: the video runs on a screen, its strip comes out underneath. */
export function StepVideo() {
  return (
    <svg viewBox="0 0 320 180" aria-hidden="true" class="neon-line w-full" stroke="#00f0ff">
      <g class="text-green neon-lit" stroke="#39ff14">
        <rect x="74" y="16" width="172" height="98" rx="8" fill="#0b0f1a" stroke-width="3" />
        <path d="M146 46l34 19-34 19Z" />
      </g>
      <path d="M90 100h140" stroke="#5f7096" />
      <path d="M90 100h62" stroke="#39ff14" stroke-width="3" />
      <path d="M160 114v16m-9-8 9 9 9-9" />
      <g stroke="#ff2bd6">
        <path d="M12 136h296v32H12Z" fill="#0b0f1a" />
        <path d="M60 136v32M108 136v32M156 136v32M204 136v32M252 136v32" />
        <path d="M18 141h284M18 163h284" stroke-dasharray="3 7" opacity=".8" />
      </g>
      <g stroke-width="1.500">
        <path d="M22 158l10-9 8 7M70 158l11-10 9 8M118 158l12-11 10 9M166 158l13-12 11 10M214 158l14-13 12 11M262 158l15-14 13 12" />
      </g>
    </svg>
  );
}
