/** Draws and reads test pictures for `pictures.ts`. */
import loadVips from "wasm-vips";
import { serveJobs } from "../server/workers/worker_jobs.ts";
import type { PictureOptions } from "./pictures.ts";

export type PictureOrder =
  | {
    readonly kind: "draw";
    readonly options: PictureOptions;
    /** The colour profile to store. */
    readonly profile: Uint8Array<ArrayBuffer> | undefined;
  }
  | { readonly kind: "read"; readonly bytes: Uint8Array<ArrayBuffer> };

/** A drawn file, or the pixels of one that was read. */
export interface PictureReading {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
  /** Names of the header fields that were found, metadata among them. */
  readonly fields: readonly string[];
}

type Scene = ReturnType<typeof scene>;

const vips = await loadVips({ dynamicLibraries: ["vips-heif.wasm"] });

serveJobs<PictureOrder, PictureReading>((order) => ({
  result: order.kind === "draw" ? draw(order.options, order.profile) : read(order.bytes),
}));

function read(bytes: Uint8Array): PictureReading {
  using image = vips.Image.newFromBuffer(bytes);
  using rgb = image.colourspace("srgb").cast("uchar");
  const fields = image.getFields();
  return {
    width: rgb.width,
    height: rgb.height,
    data: new Uint8Array(rgb.writeToMemory() as Uint8Array),
    fields: Array.from({ length: fields.size() }, (_, index) => fields.get(index) ?? ""),
  };
}

function draw(options: PictureOptions, profile?: Uint8Array): PictureReading {
  const { width = 1200, height = 900, orientation } = options;
  using drawn = scene(width, height, options.disc);
  using picture = options.isGrainy ? withGrain(drawn) : drawn.copy();
  using image = options.isHalfTransparent ? withHalf(picture) : picture.copy();
  using converted = convert(image, options);
  if (orientation !== undefined) converted.setInt("orientation", orientation);
  if (orientation !== undefined || options.isTagged) tagCamera(converted);
  if (options.isTagged) tagProgram(converted);
  if (profile) converted.setBlob("icc-profile-data", profile);
  using video = options.isAnimated ? withNegative(converted) : converted.copy();
  return { width, height, data: new Uint8Array(encode(video, options)), fields: [] };
}

function tagCamera(image: Scene): void {
  image.setString("exif-ifd0-Model", "Test camera");
  image.setString("exif-ifd3-GPSLatitude", "52/1 31/1 0/1");
}

function tagProgram(image: Scene): void {
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><p>Secret</p></x:xmpmeta>`;
  image.setBlob("xmp-data", new TextEncoder().encode(xmp));
  image.setBlob(
    "iptc-data",
    Uint8Array.of(0x1c, 2, 0x78, 0, 6, ...new TextEncoder().encode("Secret")),
  );
  image.setString("png-comment-0-Comment", "Secret");
}

function withNegative(image: Scene): Scene {
  using negative = image.invert();
  const video = image.join(negative, "vertical").copy();
  video.setInt("page-height", image.height);
  video.setArrayInt("delay", [100, 100]);
  return video;
}

function scene(width: number, height: number, disc = { x: 0.5, y: 0.5 }) {
  using places = vips.Image.xyz(width, height);
  using red = places.extractBand(0).multiply(200 / width);
  using green = places.extractBand(1).multiply(200 / height);
  using blue = red.linear(0, 160);
  using colours = vips.Image.bandjoin([red, green, blue]).cast("uchar");
  // Drawing needs pixels in memory.
  const picture = colours.copy({ interpretation: "srgb" }).copyMemory();
  const square = Math.ceil(width / 8);
  picture.drawRect([255, 0, 0], 0, 0, square, square, { fill: true });
  const radius = Math.round(Math.min(width, height) / 6);
  const x = Math.floor(width * disc.x), y = Math.floor(height * disc.y);
  picture.drawCircle([255, 255, 255], x, y, radius, { fill: true });
  return picture;
}

function withGrain(picture: Scene): Scene {
  using grain = vips.Image.gaussnoise(picture.width, picture.height, {
    sigma: 8,
    mean: 0,
    seed: 1,
  });
  using grainy = picture.add(grain).cast("uchar");
  return grainy.copy({ interpretation: "srgb" });
}

function withHalf(picture: Scene): Scene {
  using nothing = vips.Image.black(picture.width, picture.height);
  using half = vips.Image.black(picture.width >> 1, picture.height).invert();
  using alpha = nothing.insert(half, 0, 0);
  return vips.Image.bandjoin([picture, alpha]);
}

function convert(image: Scene, { colours, profile }: PictureOptions): Scene {
  if (profile === "p3") return image.iccTransform("p3", { input_profile: "srgb" });
  if (colours === "grey" || colours === "1-bit") return image.colourspace("b-w");
  if (colours === "16-bit" || colours === "10-bit") return image.colourspace("rgb16");
  if (colours === "cmyk") return image.colourspace("cmyk");
  return image.copy();
}

function encode(image: Scene, options: PictureOptions): Uint8Array {
  const { type = "image/jpeg", isPlain = false, isProgressive = false } = options;
  switch (type) {
    case "image/jpeg":
      return image.jpegsaveBuffer({
        Q: 92,
        interlace: isProgressive,
        ...(options.isRestarted ? { restart_interval: Math.ceil(image.width / 8) } : {}),
        ...(isPlain ? { keep: "none" } : {}),
      });
    case "image/png":
      return image.pngsaveBuffer({ interlace: isProgressive, ...samplesOf(options) });
    case "image/webp":
      return image.webpsaveBuffer({ effort: 0, ...(isPlain ? { keep: "none" } : {}) });
    case "image/gif":
      return image.gifsaveBuffer({ effort: 1 });
    case "image/avif":
      return image.heifsaveBuffer({
        compression: "av1",
        effort: 0,
        ...(isPlain ? { keep: "none" } : {}),
        ...(options.colours === "10-bit" ? { bitdepth: 10 } : {}),
      });
    case "image/bmp":
      return bitmap(image);
  }
}

/** A BMP of 24 bits; the library writes none. */
function bitmap(image: Scene): Uint8Array {
  using rgb = image.colourspace("srgb").extractBand(0, { n: 3 }).cast("uchar");
  const { width, height } = rgb;
  const stride = Math.ceil(width * 3 / 4) * 4;
  const bytes = new Uint8Array(54 + stride * height);
  const numbers = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  const fields = [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, height], [28, 24]];
  for (const [at = 0, value = 0] of fields) numbers.setUint32(at, value, true);
  numbers.setUint16(26, 1, true);
  const pixels = rgb.writeToMemory() as Uint8Array;
  for (let row = 0; row < height; row++) {
    const start = 54 + stride * (height - 1 - row);
    for (let column = 0; column < width; column++) {
      const pixel = pixels.subarray(3 * (row * width + column)).subarray(0, 3);
      bytes.set([...pixel].reverse(), start + 3 * column);
    }
  }
  return bytes;
}

function samplesOf({ colours }: PictureOptions) {
  if (colours === "palette") return { palette: true };
  return colours === "1-bit" ? { bitdepth: 1 } : {};
}
