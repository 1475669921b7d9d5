import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Mood } from "./studio_state.ts";

/** The offer to tell of the end while the visitor is elsewhere. */
export interface ReadyNotice {
  /** "none" where the browser cannot notify or the visitor has refused it. */
  readonly offer: ReadonlySignal<"none" | "open" | "taken">;
  /** Asks the browser for leave; to be called on a click only. */
  take(): Promise<void>;
}

export function useReadyNotice(mood: Mood): ReadyNotice {
  const offer = useSignal<"none" | "open" | "taken">("none");
  useEffect(() => {
    if ("Notification" in globalThis && Notification.permission !== "denied") offer.value = "open";
  }, []);
  useEffect(() => {
    if (offer.value !== "taken" || mood === "working") return;
    offer.value = "open";
    notify(mood === "done" ? "Your video is ready" : "No video this time");
  }, [mood]);

  return {
    offer,
    async take() {
      const permission = await Notification.requestPermission();
      offer.value = permission === "granted" ? "taken" : "none";
    },
  };
}

function notify(title: string): void {
  try {
    const notification = new Notification(title, {
      body: "AI Lounge After Dark",
      icon: "/icons/icon-192.png",
      tag: location.pathname,
    });
    notification.onclick = () => globalThis.focus();
  } catch {
    // Phones allow notifications to service workers only; the tab's title still tells.
  }
}
