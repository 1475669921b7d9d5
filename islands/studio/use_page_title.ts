import { useEffect, useRef } from "preact/hooks";

/** Puts `prefix` in front of the page's own title, so that a tab in the background tells its state. */
export function usePageTitle(prefix: string): void {
  const ownTitle = useRef("");
  useEffect(() => {
    ownTitle.current = document.title;
    return () => {
      document.title = ownTitle.current;
    };
  }, []);
  useEffect(() => {
    if (ownTitle.current !== "") document.title = prefix + ownTitle.current;
  }, [prefix]);
}
