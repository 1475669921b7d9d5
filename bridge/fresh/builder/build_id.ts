const REVISION_VARIABLES = [
  "DENO_DEPLOYMENT_ID",
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
];

/** Returns 40 hex digits: the same for every build of one revision where the host names it, else random. */
export async function createBuildId(): Promise<string> {
  const names = REVISION_VARIABLES.map((name) => Deno.env.get(name));
  return await hexDigest(
    "SHA-1",
    names.find((name) => name !== undefined) ?? crypto.randomUUID(),
  );
}

/** The digest of a text or of bytes, in hex. */
export async function hexDigest(
  algorithm: "SHA-1" | "SHA-256",
  content: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return new Uint8Array(await crypto.subtle.digest(algorithm, bytes)).toHex();
}
