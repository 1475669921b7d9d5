import { boxBlur, createMap, type NumberMap } from "./box_blur.ts";

/** The channels that say where the edges are. */
export type Guides = readonly [NumberMap, NumberMap, NumberMap];

/** How a guided filter smooths. */
export interface GuidedFilterOptions {
  /** Half the side of the squares that are looked at, in places. */
  readonly radius: number;
  /** The variance of the guides that counts as flat. */
  readonly epsilon: number;
}

/** The channels' means and products that the fit needs, each blurred; `t` is what is smoothed. */
const PRODUCTS = ["uu", "uv", "uw", "vv", "vw", "ww", "ut", "vt", "wt"] as const;
type Products = Record<typeof PRODUCTS[number], Float32Array>;
type Channels = Record<"u" | "v" | "w" | "t", Float32Array>;

/**
 * Smooths `input` without crossing the edges of a colour picture: within each square it becomes the
 * linear function of the three guiding channels that fits best (He, Sun and Tang, "Guided Image
 * Filtering", 2013, section 3.4).
 */
export function guidedFilter(
  input: NumberMap,
  guides: Guides,
  { radius, epsilon }: GuidedFilterOptions,
): NumberMap {
  const blur = (data: Float32Array) => boxBlur({ ...input, data }, radius).data;
  const [u, v, w] = [guides[0].data, guides[1].data, guides[2].data];
  const here = { u, v, w, t: input.data };
  const means = { u: blur(u), v: blur(v), w: blur(w), t: blur(input.data) };
  const products = multiply(here);
  for (const name of PRODUCTS) products[name] = blur(products[name]);
  const fit = fitLines(means, products, epsilon);
  const [a, b, c, d] = [blur(fit.u), blur(fit.v), blur(fit.w), blur(fit.t)];
  const output = createMap(input);
  for (let at = 0; at < output.data.length; at++) {
    output.data[at] = (a[at] as number) * (u[at] as number) +
      (b[at] as number) * (v[at] as number) +
      (c[at] as number) * (w[at] as number) + (d[at] as number);
  }
  return output;
}

function multiply({ u, v, w, t }: Channels): Products {
  const empty = () => new Float32Array(t.length);
  const [uu, uv, uw, vv, vw, ww] = [empty(), empty(), empty(), empty(), empty(), empty()] as const;
  const [ut, vt, wt] = [empty(), empty(), empty()];
  for (let at = 0; at < t.length; at++) {
    const x = u[at] as number, y = v[at] as number, z = w[at] as number, value = t[at] as number;
    uu[at] = x * x;
    uv[at] = x * y;
    uw[at] = x * z;
    vv[at] = y * y;
    vw[at] = y * z;
    ww[at] = z * z;
    ut[at] = x * value;
    vt[at] = y * value;
    wt[at] = z * value;
  }
  return { uu, uv, uw, vv, vw, ww, ut, vt, wt };
}

/** Each place's factors for the guides, and in `t` what remains: a 3×3 system, by Cramer's rule. */
function fitLines(means: Channels, products: Products, epsilon: number): Channels {
  const { uu, uv, uw, vv, vw, ww, ut, vt, wt } = products;
  const size = means.t.length;
  const fit = {
    u: new Float32Array(size),
    v: new Float32Array(size),
    w: new Float32Array(size),
    t: new Float32Array(size),
  };
  for (let at = 0; at < size; at++) {
    const u = means.u[at] as number, v = means.v[at] as number, w = means.w[at] as number;
    const t = means.t[at] as number;
    const m11 = (uu[at] as number) - u * u + epsilon, m12 = (uv[at] as number) - u * v;
    const m13 = (uw[at] as number) - u * w, m22 = (vv[at] as number) - v * v + epsilon;
    const m23 = (vw[at] as number) - v * w, m33 = (ww[at] as number) - w * w + epsilon;
    const t1 = (ut[at] as number) - u * t, t2 = (vt[at] as number) - v * t;
    const t3 = (wt[at] as number) - w * t;
    const c11 = m22 * m33 - m23 * m23, c12 = m13 * m23 - m12 * m33, c13 = m12 * m23 - m13 * m22;
    const c22 = m11 * m33 - m13 * m13, c23 = m12 * m13 - m11 * m23, c33 = m11 * m22 - m12 * m12;
    const inverse = 1 / (m11 * c11 + m12 * c12 + m13 * c13);
    const a = (c11 * t1 + c12 * t2 + c13 * t3) * inverse;
    const b = (c12 * t1 + c22 * t2 + c23 * t3) * inverse;
    const c = (c13 * t1 + c23 * t2 + c33 * t3) * inverse;
    fit.u[at] = a;
    fit.v[at] = b;
    fit.w[at] = c;
    fit.t[at] = t - a * u - b * v - c * w;
  }
  return fit;
}
