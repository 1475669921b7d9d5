import { asset, assetSrcSet } from "./assets.ts";

type Props = Record<string, unknown>;

/**
 * Returns the props that an element gets beyond those the author wrote, or the same object: cacheable
 * image addresses, and `aria-current` on links to the current page and the pages above it. Server and
 * browser both apply it, so that islands look the same on either side.
 */
export function extendElementProps(
  type: string,
  props: Props,
  page: Pick<URL, "pathname" | "search">,
): Props {
  if (type === "img" || type === "source") return withCacheableSources(props);
  if (type === "a") return withCurrentMark(props, page);
  return props;
}

function withCacheableSources(props: Props): Props {
  const { src, srcset, srcSet } = props;
  if (props["data-fresh-disable-lock"]) return props;
  const changed: Props = {};
  if (typeof src === "string") changed.src = asset(src);
  if (typeof srcset === "string") changed.srcset = assetSrcSet(srcset);
  if (typeof srcSet === "string") changed.srcSet = assetSrcSet(srcSet);
  return { ...props, ...changed };
}

/** A link with another query than the page's leads to something above the page. */
function withCurrentMark(props: Props, page: Pick<URL, "pathname" | "search">): Props {
  const { href } = props;
  const isMarked = props["aria-current"] !== undefined;
  if (typeof href !== "string" || !href.startsWith("/") || isMarked) return props;
  const target = new URL(href, "http://localhost");
  const path = withoutSlash(target.pathname);
  const current = withoutSlash(page.pathname);
  if (path === current && ["", page.search].includes(target.search)) {
    return { ...props, "data-current": "true", "aria-current": "page" };
  }
  if (path === "" || `${current}/`.startsWith(`${path}/`)) {
    return { ...props, "data-ancestor": "true", "aria-current": "true" };
  }
  return props;
}

function withoutSlash(pathname: string): string {
  return pathname.replace(/\/$/, "");
}
