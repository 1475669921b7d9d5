/** Facts in schema.org's vocabulary, for search engines. */
export function JsonLd({ data }: { readonly data: object }) {
  // "<" is written as an escape, so that no text can end the script element.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  // deno-lint-ignore react-no-danger
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
