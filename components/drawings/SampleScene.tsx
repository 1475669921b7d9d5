const TOWERS =
  "M0 360V250h70v-44h54v64h40V170h62v-30h36v30h30v96h52V210h74v-58h20v58h30v80h58v-66h66v" +
  "-90h48v-26h14v26h34v126h60v-50h72v64h44V190h84v70h48v-40h58v140Z";

const WINDOWS =
  "M24 280h10M50 300h10M88 236h12M176 200h10M198 232h10M236 186h10M252 250h10M360 240h10" +
  "M392 270h10M420 236h10M520 290h10M596 180h10M618 226h10M640 170h10M662 262h10M748 250h10M786 280h10" +
  "M880 226h12M912 262h12M1000 260h10";

/** The site's own still, drawn in three layers that drift apart as in a video of the local engine. */
export function SampleScene() {
  return (
    <svg
      viewBox="0 0 1024 576"
      preserveAspectRatio="xMidYMid slice"
      role="img"
      aria-label="Drawn night scene: a moon over a neon city, a palm and a cocktail table in front"
      class="h-full w-full"
    >
      <defs>
        <linearGradient id="sample-sky" x2="0" y2="1">
          <stop offset="0" stop-color="#05060a" />
          <stop offset=".38" stop-color="#1a0f3d" />
          <stop offset=".63" stop-color="#8a2be2" />
          <stop offset=".64" stop-color="#0b0f1a" />
          <stop offset="1" stop-color="#05060a" />
        </linearGradient>
        <radialGradient id="sample-moon">
          <stop offset=".5" stop-color="#ff2bd6" />
          <stop offset=".52" stop-color="#ff2bd6" stop-opacity=".4" />
          <stop offset="1" stop-color="#ff2bd6" stop-opacity="0" />
        </radialGradient>
      </defs>
      <rect width="1024" height="576" fill="url(#sample-sky)" />
      <circle cx="690" cy="210" r="190" fill="url(#sample-moon)" class="layer-far" />
      <g class="layer-middle">
        <path d={TOWERS} fill="#0b0f1a" stroke="#2d6bff" stroke-width="2" />
        <path d={WINDOWS} stroke="#00f0ff" stroke-width="4" opacity=".8" />
        <g stroke="#ff2bd6" stroke-width="3" opacity=".7">
          <path d="M560 392h260M600 420h180M570 452h240M620 486h140" />
        </g>
        <path d="M60 392h220M120 424h180M420 404h80M900 410h90" stroke="#00f0ff" opacity=".5" />
      </g>
      <g class="layer-near">
        <Palm />
        <TableForTwo />
      </g>
    </svg>
  );
}

function Palm() {
  return (
    <g fill="#05060a" stroke="#05060a" stroke-width="4">
      <path d="M118 600c30-120 36-230 14-352l16-4c30 130 26 250 4 356Z" />
      <path d="M142 246C90 190 30 190-30 236c60-20 110-16 172 10ZM142 246C110 160 50 130-10 140c70 14 110 44 152 106Z" />
      <path d="M142 246c10-90 60-130 126-134-60 26-92 66-126 134ZM142 246c60-54 120-50 180 0-64-22-116-22-180 0Z" />
      <path d="M142 246c56 4 96 44 110 110-30-50-60-84-110-110ZM142 246c-56 4-100 44-116 106 34-50 66-80 116-106Z" />
    </g>
  );
}

function TableForTwo() {
  return (
    <g>
      <path d="M724 520h260l-16 16H740ZM846 536h16v60h-16Z" fill="#05060a" />
      <g class="neon-line neon-lit text-cyan" stroke="currentColor">
        <path d="M802 424h84l-42 50Zm42 50v44M820 520h48" />
        <path d="M724 520h260" stroke="#ff2bd6" />
      </g>
      <circle cx="846" cy="436" r="7" fill="#39ff14" />
    </g>
  );
}
