/** Name under which a video, its poster or its GIF lands in the visitor's downloads. */
export function downloadName(id: string, ending: "mp4" | "jpg" | "gif" = "mp4"): string {
  return `ai-lounge-${id.slice(0, 8)}.${ending}`;
}
