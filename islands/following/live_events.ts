import type { GenerationEvent, StoredEvent } from "../../contract/generation.ts";

/** What is heard of an open stream. */
export interface EventListener {
  onEvent(event: StoredEvent): void;
  /** The connection broke. `isOver` means that the browser does not try again by itself. */
  onBreak(isOver: boolean): void;
}

/** Opens the events of a generation's page; the result closes them. */
export type OpenEvents = (page: string, listener: EventListener) => () => void;

const TYPES: Readonly<Record<GenerationEvent["type"], true>> = {
  queued: true,
  started: true,
  progress: true,
  released: true,
  "cancel-requested": true,
  saving: true,
  succeeded: true,
  failed: true,
  canceled: true,
};

/** A key in the page's address opens its events too. */
export function eventsOf(page: string): string {
  return page.replace(/(?=\?|$)/, "/events");
}

/** Follows `<page>/events` with the browser's own reader, which comes back after a break. */
export const openEvents: OpenEvents = (page, listener) => {
  const source = new EventSource(eventsOf(page));
  for (const type of Object.keys(TYPES)) {
    source.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
      const { at, ...event } = JSON.parse(data);
      listener.onEvent({ seq: Number(lastEventId), at, event });
    });
  }
  source.onerror = () => listener.onBreak(source.readyState === EventSource.CLOSED);
  return () => source.close();
};
