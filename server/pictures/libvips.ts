/**
 * libvips in WebAssembly. For workers only: it replaces the global `Worker` of the thread that loads
 * it, and takes the thread's environment and its permissions to read.
 */
import process from "node:process";

// libvips copies the whole environment into its memory, where a decoder's fault could reach the
// server's secrets. It gets one of its own, which also keeps its warnings about broken pictures out
// of the log: the visitor is told. Large pictures stay in memory: there is no disc to put them on.
const ENVIRONMENT = { VIPS_WARNING: "off", VIPS_DISC_THRESHOLD: "2g" };
Object.defineProperty(process, "env", { value: ENVIRONMENT });

/** The library shows its memory to nobody; where it is made is the only place to meet it. */
const memories: WebAssembly.Memory[] = [];
const Memory = WebAssembly.Memory;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};
const { default: loadVips } = await import("wasm-vips");

/** The library, loaded. Its warnings and those of its decoders are silenced. */
export const vips = await loadVips({
  dynamicLibraries: ["vips-heif.wasm"],
  print: () => {},
  printErr: () => {},
});
WebAssembly.Memory = Memory;
// Every picture is another one: remembering operations only holds memory.
vips.Cache.max(0);
// Reading was for its own modules.
await Deno.permissions.revoke({ name: "read" });
await Deno.permissions.revoke({ name: "env" });

/** An image of the library; dispose it. */
export type VipsImage = InstanceType<typeof vips.Image>;

/** How much memory the library has taken, in bytes; it never gives any back. */
export function memoryBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/** A copy of what the library has written: its memory is shared between threads. */
export function ownBytes(bytes: ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}
