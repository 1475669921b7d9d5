import { validate } from "@std/uuid/v4";

const EXTENSION = ".mp4";
const POSTER_EXTENSION = ".jpg";

/**
 * Whether `id` may name a video: a version 4 UUID in the one spelling that the server gives out.
 */
export function isVideoId(id: string): boolean {
  return validate(id) && id === id.toLowerCase();
}

/** The name under which the video `id` is kept and served. */
export function videoName(id: string): string {
  return `${id}${EXTENSION}`;
}

/** The name of the still picture of the video `id`. */
export function posterName(id: string): string {
  return `${id}${POSTER_EXTENSION}`;
}

/** The id in a video's name; `undefined` for every name that the server did not make. */
export function videoIdOf(name: string): string | undefined {
  return idBefore(EXTENSION, name);
}

/** The id in a poster's name; `undefined` for every name that the server did not make. */
export function posterIdOf(name: string): string | undefined {
  return idBefore(POSTER_EXTENSION, name);
}

function idBefore(extension: string, name: string): string | undefined {
  if (!name.endsWith(extension)) return undefined;
  const id = name.slice(0, -extension.length);
  return isVideoId(id) ? id : undefined;
}
