import type { AcceptedGeneration, GenerationView } from "../../contract/generation.ts";
import { type Fault, faultOfBody } from "./fault.ts";

/** A view with the server's clock at that moment, against this machine's. */
export interface FetchedView {
  readonly view: GenerationView;
  /** Milliseconds by which the server's clock is ahead; it counts in whole seconds. */
  readonly clockAheadMs: number;
}

/** The server said no. Everything else that is thrown is a network that did not carry. */
export class RefusedError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.detail);
  }
  /** Nothing will come of asking again. What stands in between, such as a proxy, cannot know that. */
  get isForGood(): boolean {
    const { status = 0, explanation } = this.fault;
    return explanation !== undefined && status >= 400 && status < 500 && status !== 408 &&
      status !== 429;
  }
}

/** Asks where the generation stands. @throws {RefusedError} */
export async function fetchView(page: string, signal?: AbortSignal): Promise<FetchedView> {
  const response = await call(page, { signal: signal ?? null });
  const view: GenerationView = await response.json();
  const serverTime = Date.parse(response.headers.get("date") ?? "");
  return { view, clockAheadMs: Number.isNaN(serverTime) ? 0 : serverTime - Date.now() };
}

/** What is heard of an open stream. */
export interface StreamListener {
  onView(view: GenerationView): void;
  /** The connection broke. `isOver` means that the browser does not try again by itself. */
  onBreak(isOver: boolean): void;
}

/** A key in the page's address opens its events too. */
export function eventsAddress(page: string): string {
  return page.replace(/(?=\?|$)/, "/events");
}

/**
 * Follows the views of a page's event stream with the browser's own reader, which comes back after a
 * break; the result closes it.
 */
export function openViews(page: string, listener: StreamListener): () => void {
  const source = new EventSource(eventsAddress(page));
  source.addEventListener("view", ({ data }: MessageEvent<string>) => {
    listener.onView(JSON.parse(data));
  });
  source.onerror = () => listener.onBreak(source.readyState === EventSource.CLOSED);
  return () => source.close();
}

/** @throws {RefusedError} */
export async function postCancel(page: string): Promise<void> {
  await call(`${page}/cancel`, { method: "POST" });
}

/** Has the same recipe run again. @throws {RefusedError} */
export async function postRetry(page: string): Promise<AcceptedGeneration> {
  return await (await call(`${page}/retry`, { method: "POST" })).json();
}

/** Has the provider asked for what it had taken. @throws {RefusedError} */
export async function postLook(page: string): Promise<GenerationView> {
  return await (await call(`${page}/look`, { method: "POST" })).json();
}

async function call(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, {
    ...init,
    headers: { accept: "application/json" },
    cache: "no-store",
  });
  if (!response.ok) throw new RefusedError(faultOfBody(await response.text(), response.status));
  return response;
}
