/** What a finished video says of itself, and how it is read from the file again, in any browser. */
import { type Crop, isCrop } from "./crop.ts";
import { BOX_HEADER_BYTES, isoBoxAt } from "./formats/iso_boxes.ts";
import { nameAt, type Stretch } from "./formats/walking.ts";
import { type Shape, SHAPES } from "./frame_size.ts";
import { isSeed } from "./seed.ts";
import type { ControlValue, Settings } from "./settings.ts";

/** Who writes recipes; videos of other programs have none. */
export const RECIPE_APP = "AI Lounge After Dark";

/** How a video was made, as it stands in the video's own comment. */
export interface VideoRecipe {
  readonly v: 1;
  readonly app: typeof RECIPE_APP;
  /** Id of the model. */
  readonly model: string;
  /** Whole number from 0 to 2³¹ − 1. */
  readonly seed: number;
  readonly prompt?: string;
  /** Values of the model's controls. */
  readonly settings?: Settings;
  readonly shape?: Shape;
  /** Which part of the picture was sent; absent for its middle. */
  readonly crop?: Crop;
  /** SHA-256 of the picture's bytes as they were sent here, in hexadecimal. */
  readonly picture?: string;
}

/** A video that a part can be read of: a `File` that was dropped, or any other `Blob`. */
export interface VideoBytes {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Boxes of one level that are looked at. Our own videos have four at the top. */
const MAX_BOXES = 256;
const MAX_RECIPE_BYTES = 64 * 1024;
const MAX_TEXT = 10_000;
const MAX_VALUES = 64;
const COMMENT = "\xa9cmt";
/** A data box of a tag holds its kind and a locale, four bytes each, before the value. */
const VALUE_START = 8;

/**
 * Finds the recipe in the comment tag of an MP4 (`moov/udta/meta/ilst/©cmt`), reading some headers
 * and the tag alone. Anything else than a video with a sound recipe is `undefined`; nothing throws.
 */
export async function readVideoRecipe(video: VideoBytes): Promise<VideoRecipe | undefined> {
  try {
    const comment = await commentOf(video);
    return comment === undefined ? undefined : parseVideoRecipe(comment);
  } catch {
    return undefined;
  }
}

/** The recipe in a video's comment; `undefined` when it is none. Unknown parts are left out. */
export function parseVideoRecipe(comment: string): VideoRecipe | undefined {
  const given = parseObject(comment);
  if (given?.v !== 1 || given.app !== RECIPE_APP) return undefined;
  const { model, seed, prompt, picture } = given;
  if (!isText(model) || model === "" || !isSeed(seed)) return undefined;
  const settings = valuesOf(given.settings);
  const shape = SHAPES.find((known) => known === given.shape);
  const crop = isObject(given.crop) && isCrop(given.crop) ? given.crop : undefined;
  return {
    v: 1,
    app: RECIPE_APP,
    model,
    seed,
    ...(isText(prompt) ? { prompt } : {}),
    ...(settings ? { settings } : {}),
    ...(shape ? { shape } : {}),
    ...(crop ? { crop: { x: crop.x, y: crop.y, zoom: crop.zoom } } : {}),
    ...(typeof picture === "string" && /^[0-9a-f]{64}$/.test(picture) ? { picture } : {}),
  };
}

async function commentOf(video: VideoBytes): Promise<string | undefined> {
  let span: Stretch | undefined = { start: 0, end: video.size };
  for (const type of ["moov", "udta", "meta", "ilst", COMMENT, "data"]) {
    span = await findBox(video, { within: span, type });
    if (span && type === "meta") span = await metaContent(video, span);
    if (span === undefined) return undefined;
  }
  const value = { start: span.start + VALUE_START, end: span.end };
  if (value.end < value.start || value.end - value.start > MAX_RECIPE_BYTES) return undefined;
  return new TextDecoder("utf-8", { fatal: true }).decode(await bytesAt(video, value));
}

/** The content of the first box of that type. */
async function findBox(
  video: VideoBytes,
  { within, type }: { readonly within: Stretch; readonly type: string },
): Promise<Stretch | undefined> {
  let { start } = within;
  for (let count = 0; count < MAX_BOXES; count++) {
    const header = await bytesAt(video, { start, end: start + BOX_HEADER_BYTES });
    const box = isoBoxAt(header, { start, end: within.end });
    if (typeof box === "string" || box.end > within.end) return undefined;
    if (box.type === type) return { start: box.contentStart, end: box.end };
    start = box.end;
  }
  return undefined;
}

/** ISO files have a version before the boxes in `meta`, QuickTime files do not. */
async function metaContent(video: VideoBytes, { start, end }: Stretch): Promise<Stretch> {
  const name = nameAt(await bytesAt(video, { start, end: start + 8 }), 4);
  return { start: name === "hdlr" ? start : start + 4, end };
}

async function bytesAt(
  video: VideoBytes,
  { start, end }: Stretch,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await video.slice(start, end).arrayBuffer());
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The named values of a flat object; `undefined` when it is something else. */
function valuesOf(given: unknown): Settings | undefined {
  if (!isObject(given)) return undefined;
  const entries = Object.entries(given);
  if (entries.length > MAX_VALUES) return undefined;
  return Object.fromEntries(
    entries.filter((entry): entry is [string, ControlValue] => isValue(entry[1])),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isValue(value: unknown): value is ControlValue {
  return isText(value) || typeof value === "boolean" || Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT;
}
