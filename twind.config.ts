import { defineConfig, type Preset } from "twind";
import presetTailwind from "@twind/preset-tailwind";

/** The only colours of the product. Deep blue and violet are decoration, never text. */
export const colors = {
  void: "#05060a",
  panel: "#0b0f1a",
  raised: "#141a2b",
  seam: "#26304a",
  edge: "#5f7096",
  text: "#e8eefc",
  muted: "#9aa6bf",
  cyan: "#00f0ff",
  magenta: "#ff2bd6",
  green: "#39ff14",
  amber: "#ffb020",
  coral: "#ff6b81",
  blue: "#2d6bff",
  violet: "#8a2be2",
} as const;

const fontSize = {
  fine: ["13px", "20px"],
  note: ["15px", "24px"],
  body: ["17px", "28px"],
  lead: ["22px", "30px"],
  title: ["30px", "38px"],
  display: ["44px", "50px"],
  marquee: ["clamp(40px, 7vw, 84px)", "1.05"],
} as const;

const fontFamily = {
  sign: ["Orbitron", "Orbitron fallback", "Arial", "sans-serif"],
  mono: ["Roboto Mono", "Roboto Mono fallback", "monospace"],
};

/** Utilities read the custom properties, so that a wish for more contrast reaches them too. */
function colorVariables(): Record<string, string> {
  return Object.fromEntries(Object.keys(colors).map((name) => [name, `var(--${name})`]));
}

/** Names of the lights a panel can stand in; `glow-amber` sets the one variable that panels use. */
const GLOW_RULE = /^glow-(cyan|magenta|green|amber|coral)$/;

/** The project's tokens on top of Tailwind's utilities; `tools/stylesheet.ts` makes the CSS of it. */
export default defineConfig({
  hash: false,
  preflight: false,
  presets: [presetTailwind({ disablePreflight: true }) as Preset],
  theme: {
    colors: { ...colorVariables(), transparent: "transparent", current: "currentColor" },
    fontFamily,
    fontSize: fontSize as unknown as Record<string, [string, string]>,
    screens: { sm: "560px", md: "768px", lg: "960px", xl: "1280px" },
    extend: {
      spacing: { touch: "44px", bar: "60px", 13: "52px" },
      minHeight: { touch: "44px" },
      letterSpacing: { sign: "0.04em" },
      borderRadius: { panel: "14px", control: "8px" },
      maxWidth: { page: "1240px", prose: "68ch" },
      animation: {
        arrive: "arrive 700ms ease-out both",
        drift: "drift 16s ease-in-out infinite alternate",
      },
      keyframes: {
        arrive: { from: { opacity: "0" }, to: { opacity: "1" } },
        drift: {
          from: { transform: "scale(1.04) translate(-1.2%, 0.6%)" },
          to: { transform: "scale(1.14) translate(1.6%, -1.4%)" },
        },
      },
    },
  },
  rules: [[GLOW_RULE, ({ 1: name }) => ({ "--glow": `var(--${name})` })]],
});
