/**
 * The bytes of a request's or an answer's body; `undefined` when there are more than `maxBytes`, and
 * then the rest is not read.
 *
 * @throws what the body fails with when it breaks off
 */
export async function readBoundedBody(
  { body }: Pick<Response, "body">,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
