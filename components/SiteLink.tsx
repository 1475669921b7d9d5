import type { ComponentProps } from "preact";

/**
 * A link that may stand on the page that it leads to, or below it. Fresh would call each of them
 * current; which page this is, the bar says, once.
 */
export function SiteLink(props: ComponentProps<"a">) {
  return <a aria-current="false" {...props} />;
}
