import { NIL_UUID } from "./constants.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether the text is the UUID with all bits zero. */
export function isNil(id: string): boolean {
  return id === NIL_UUID;
}

/** Whether the text is a UUID of version 1 to 7 in either letter case, or the nil UUID. */
export function validate(uuid: string): boolean {
  return isNil(uuid) || UUID.test(uuid);
}

/**
 * The version digit of a UUID; 0 for the nil UUID.
 *
 * @throws {TypeError} when the text is no UUID
 */
export function version(uuid: string): number {
  if (!validate(uuid)) {
    throw new TypeError(`Cannot detect UUID version: received ${uuid}`);
  }
  return Number.parseInt(uuid.charAt(14), 16);
}
