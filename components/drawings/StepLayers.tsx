/** Step two: the picture comes apart into depths, and a camera glides past them. */
export function StepLayers() {
  return (
    <svg viewBox="0 0 320 180" aria-hidden="true" class="neon-line w-full" stroke="#00f0ff">
      <path d="M20 164h280" stroke="#5f7096" />
      <g stroke="#8a2be2">
        <path d="M186 22l82 20v86l-82-16Z" fill="#0b0f1a" />
        <circle cx="232" cy="62" r="15" stroke="#ff2bd6" class="text-magenta neon-lit" />
      </g>
      <g stroke="#2d6bff">
        <path d="M138 34l82 20v86l-82-16Z" fill="#0b0f1a" fill-opacity=".82" />
        <path d="M138 104l18-30 14 20 14-26 20 44 16-8" stroke="#00f0ff" />
      </g>
      <g class="text-cyan neon-lit">
        <path d="M90 46l82 20v86l-82-16Z" fill="#0b0f1a" fill-opacity=".7" />
        <path d="M112 144c2-26 2-40-4-54m0 0c-8-6-16-6-22 0m22 0c2-10 10-16 20-14m-20 14c8-2 16 2 20 10" />
      </g>
      <g stroke="#ffb020" class="text-amber neon-lit">
        <path d="M22 92h34v26H22ZM56 100l14-7v24l-14-7" fill="#0b0f1a" />
        <circle cx="31" cy="82" r="9" />
        <circle cx="49" cy="84" r="7" />
        <path d="M38 118l-10 46m10-46 10 46" />
      </g>
      <g stroke="#ffb020">
        <path d="M74 112c60 34 146 40 214-2" stroke-dasharray="2 8" />
        <path d="M279 109l10 0-4 9" />
      </g>
    </svg>
  );
}
