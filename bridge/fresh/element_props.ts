import { asset, assetSrcSet } from "./assets.ts";

type Props = Record<string, unknown>;

/**
 * Returns the props that an element gets beyond those the author wrote, or the same object: cacheable
 * image addresses, and `aria-current` on links to the current page and the pages above it. Server and
 * browser both apply it, so that islands look the same on either side.
 */
export function extendElementProps(type: string, props: Props, currentPath: string): Props {
  if (type === "img" || type === "source") return withCacheableSources(props);
  if (type === "a") return withCurrentMark(props, currentPath);
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

function withCurrentMark(props: Props, currentPath: string): Props {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/")) return props;
  const path = href.replace(/[?#].*$/s, "");
  if (path === currentPath) {
    return { "data-current": "true", "aria-current": "page", ...props };
  }
  if (path === "/" || currentPath.startsWith(`${path}/`)) {
    return { "data-ancestor": "true", "aria-current": "true", ...props };
  }
  return props;
}
