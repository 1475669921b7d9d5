import { useEffect, useRef } from "preact/hooks";

/** Shows `path` in the address bar; going back from it opens what was there before. */
export function useAddress(): (path: string) => void {
  const shown = useRef("");
  useEffect(() => {
    shown.current = location.pathname;
    const onPopState = () => {
      // A jump within the page is one too.
      if (location.pathname !== shown.current) location.reload();
    };
    globalThis.addEventListener("popstate", onPopState);
    return () => globalThis.removeEventListener("popstate", onPopState);
  }, []);
  return (path) => {
    if (path === location.pathname) return;
    history.pushState(null, "", path);
    shown.current = location.pathname;
  };
}
