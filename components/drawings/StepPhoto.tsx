/** Step one: a photograph goes through the neon door. */
export function StepPhoto() {
  return (
    <svg viewBox="0 0 320 180" aria-hidden="true" class="neon-line w-full" stroke="#00f0ff">
      <path d="M20 160h280" stroke="#5f7096" />
      <g class="text-magenta neon-lit" stroke="#ff2bd6">
        <path d="M196 160V62a44 44 0 0 1 88 0v98" stroke-width="3" />
        <path d="M208 160V64a32 32 0 0 1 64 0v96" opacity=".5" />
      </g>
      <path d="M240 52v108" stroke="#ff2bd6" opacity=".35" />
      <circle cx="232" cy="112" r="3" fill="#ff2bd6" stroke="none" />
      <g class="text-cyan neon-lit" transform="rotate(-8 104 96)">
        <rect x="52" y="46" width="104" height="92" rx="6" fill="#0b0f1a" />
        <path d="M62 56h84v56H62Z" opacity=".7" />
        <circle cx="126" cy="74" r="8" stroke="#ffb020" />
        <path d="M62 106l16-20 13 15 11-12 16 21h22l6-8" />
        <path d="M72 125h44" stroke="#9aa6bf" />
      </g>
      <path d="M24 84H6M34 112H10M26 138H4" stroke="#2d6bff" />
      <path d="M168 92h18m-6-6 6 6-6 6" />
    </svg>
  );
}
