/** One generation as a command line, for whoever would rather not use a form. */

/** What the command asks for. */
export interface CurlRequest {
  /** Origin of the instance, without a trailing slash. */
  readonly siteUrl: string;
  /** Fields of `POST /generate` beside the picture, in their order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * The `curl` command for a POSIX shell that has `photo.jpg` made into a video. Values reach the server
 * as they are, whatever quotes, line breaks, `@` or `;` they hold: `-F` would read some of those as
 * its own (curl's manual, `--form-string`).
 */
export function curlCommand({ siteUrl, fields }: CurlRequest): string {
  const options = fields.map(([name, value]) =>
    isPlain(value) ? `-F ${name}=${value}` : `--form-string ${quote(`${name}=${value}`)}`
  );
  const lines = ["curl -F image=@photo.jpg", ...options, `${siteUrl}/generate`];
  return lines.join(lines.length > 2 ? " \\\n  " : " ");
}

/** Means the same with and without quotes, to the shell and to curl. */
function isPlain(value: string): boolean {
  return /^[\w.-]+$/.test(value);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
