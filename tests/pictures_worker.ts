/** Draws and reads test pictures for `pictures.ts`. */
import loadVips from "wasm-vips";
import { serveJobs } from "../server/media/worker_jobs.ts";
import type { PictureOptions } from "./pictures.ts";

export type PictureOrder =
  | { readonly kind: "draw"; readonly options: PictureOptions }
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
  result: order.kind === "draw" ? draw(order.options) : read(order.bytes),
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

function draw(options: PictureOptions): PictureReading {
  const { width = 1200, height = 900, orientation } = options;
  using picture = scene(width, height);
  using image = options.isHalfTransparent ? withHalf(picture) : picture.copy();
  if (orientation !== undefined) {
    image.setInt("orientation", orientation);
    image.setString("exif-ifd0-Model", "Test camera");
    image.setString("exif-ifd3-GPSLatitude", "52/1 31/1 0/1");
  }
  using converted = convert(image, options.colours);
  return { width, height, data: new Uint8Array(encode(converted, options)), fields: [] };
}

function scene(width: number, height: number) {
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
  picture.drawCircle([255, 255, 255], width >> 1, height >> 1, radius, { fill: true });
  return picture;
}

function withHalf(picture: Scene): Scene {
  using nothing = vips.Image.black(picture.width, picture.height);
  using half = vips.Image.black(picture.width >> 1, picture.height).invert();
  using alpha = nothing.insert(half, 0, 0);
  return vips.Image.bandjoin([picture, alpha]);
}

function convert(image: Scene, colours: PictureOptions["colours"]): Scene {
  if (colours === "grey") return image.colourspace("b-w");
  if (colours === "16-bit") return image.colourspace("rgb16");
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
        ...(isPlain ? { keep: "none" } : {}),
      });
    case "image/png":
      return image.pngsaveBuffer();
    case "image/webp":
      return image.webpsaveBuffer({ effort: 0 });
    case "image/gif":
      return image.gifsaveBuffer({ effort: 1 });
    case "image/avif":
      return image.heifsaveBuffer({ compression: "av1", effort: 0 });
  }
}
