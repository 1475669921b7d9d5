/** Address of the page where two films play side by side, or where the second one is chosen. */
export function compareLink(first: string, second?: string): string {
  const query = new URLSearchParams({ a: first });
  if (second !== undefined) query.set("b", second);
  return `/compare?${query}`;
}
