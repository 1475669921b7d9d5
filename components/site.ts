import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SiteFacts } from "../contract/site_facts.ts";

/** What the frame of a page tells of this instance to all that is drawn in it. */
export const Site = createContext<SiteFacts | undefined>(undefined);

/**
 * The facts about this instance, on the server only.
 *
 * @throws {TypeError} outside of a page's frame, as in an island that has come to life
 */
export function useSite(): SiteFacts {
  const site = useContext(Site);
  if (site === undefined) throw new TypeError("There is no frame around this page.");
  return site;
}
