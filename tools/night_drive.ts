const WIDTH = 1536;
const HEIGHT = 864;
const HORIZON = 520;

/** A picture that nobody photographed: a road by the sea after dark, as SVG of 1536×864. */
export function nightDrive(): string {
  const random = randomNumbers(7);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    ${definitions()}
    <rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>
    ${stars(random)}
    <circle cx="980" cy="400" r="260" fill="#ff2bd6" opacity=".35" filter="url(#haze)"/>
    <circle cx="980" cy="400" r="170" fill="url(#sun)"/>
    ${ridge(random, { base: 470, height: 150, fill: "#2a1458", rim: "#b45cff" })}
    ${ridge(random, { base: 505, height: 90, fill: "#150a35", rim: "#4f7bff" })}
    <rect y="${HORIZON}" width="${WIDTH}" height="${HEIGHT - HORIZON}" fill="url(#sea)"/>
    ${reflections(random)}
    ${road()}
    ${palm({ x: 210, y: 800, height: 520, lean: 90 })}
    ${palm({ x: 60, y: 850, height: 640, lean: 60 })}
    ${palm({ x: 1430, y: 830, height: 560, lean: -110 })}
  </svg>`;
}

function definitions(): string {
  const gradient = (id: string, stops: readonly (readonly [offset: number, colour: string])[]) =>
    `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${
      stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join("")
    }</linearGradient>`;
  return `<defs>
    ${gradient("sky", [[0, "#05060a"], [0.35, "#170b3b"], [0.6, "#7a1a86"]])}
    ${gradient("sun", [[0, "#ffd23f"], [0.55, "#ff5f8f"], [1, "#ff2bd6"]])}
    ${gradient("sea", [[0, "#5a1673"], [0.25, "#1a0f45"], [1, "#05060a"]])}
    ${gradient("asphalt", [[0, "#3a1a5e"], [0.4, "#12102a"], [1, "#0a0b16"]])}
    <filter id="haze" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="60"/></filter>
    <filter id="glow" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>
  </defs>`;
}

function stars(random: () => number): string {
  return Array.from({ length: 160 }, () => {
    const [x, y] = [random() * WIDTH, random() * 340];
    return `<circle cx="${x}" cy="${y}" r="${0.6 + random() * 1.4}" fill="#e8eefc" opacity="${
      0.3 + random() * 0.7
    }"/>`;
  }).join("");
}

function ridge(
  random: () => number,
  hill: { base: number; height: number; fill: string; rim: string },
): string {
  const points = Array.from({ length: 25 }, (_, index) => {
    const x = (index / 24) * WIDTH;
    return `${x},${hill.base - random() * hill.height * (0.6 + 0.4 * Math.sin(index))}`;
  }).join(" ");
  return `<polygon points="0,${HORIZON} ${points} ${WIDTH},${HORIZON}" fill="${hill.fill}"/>
    <polyline points="${points}" fill="none" stroke="${hill.rim}" stroke-width="2" opacity=".8"/>`;
}

function reflections(random: () => number): string {
  return Array.from({ length: 34 }, (_, index) => {
    const y = HORIZON + 6 + index * 7;
    const width = 60 + random() * (260 - index * 5);
    const x = 980 - width / 2 + (random() - 0.5) * 90;
    return `<rect x="${x}" y="${y}" width="${width}" height="2.5" fill="#ff7ac6" opacity="${
      0.75 - index / 60
    }"/>`;
  }).join("");
}

function road(): string {
  const dashes = Array.from({ length: 9 }, (_, index) => {
    const [near, far] = [0.72 ** index, 0.72 ** (index + 0.5)].map((depth) =>
      HORIZON + 20 + (HEIGHT + 40 - HORIZON) * depth
    );
    const at = (y = 0) => 600 + (y - HORIZON) * 0.18;
    const wide = (y = 0) => (y - HORIZON) * 0.022;
    return `<polygon points="${at(near) - wide(near)},${near} ${at(near) + wide(near)},${near} ${
      at(far) + wide(far)
    },${far} ${at(far) - wide(far)},${far}" fill="#00f0ff"/>`;
  }).join("");
  const edges = `<path d="M590 522 L150 864 M610 522 L1250 864" stroke="#ff2bd6" fill="none"`;
  return `<polygon points="585,520 615,520 1300,864 110,864" fill="url(#asphalt)"/>
    ${edges} stroke-width="14" opacity=".7" filter="url(#glow)"/>${edges} stroke-width="4"/>
    <g filter="url(#glow)" opacity=".8">${dashes}</g>${dashes}`;
}

function palm(tree: { x: number; y: number; height: number; lean: number }): string {
  const { x, y, height, lean } = tree;
  const [top, tip] = [y - height, x + lean];
  const fronds = Array.from({ length: 9 }, (_, index) => {
    const angle = Math.PI * (index / 8) + Math.PI;
    const [dx, dy] = [Math.cos(angle) * 190, Math.sin(angle) * 90];
    return `<path d="M${tip} ${top} Q${tip + dx * 0.6} ${top + dy * 1.3 - 20} ${tip + dx} ${
      top + dy * 0.4 + 90
    } Q${tip + dx * 0.5} ${top + dy * 0.9 + 10} ${tip} ${top}"/>`;
  }).join("");
  return `<g fill="#06040f" stroke="#1d0f45" stroke-width="1.5">
    <path d="M${x - 12} ${y + 90} Q${x + lean * 0.2} ${y - height * 0.5} ${tip - 5} ${top} L${
    tip + 6
  } ${top} Q${x + lean * 0.2 + 22} ${y - height * 0.5} ${x + 14} ${y + 90}Z"/>${fronds}</g>`;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
