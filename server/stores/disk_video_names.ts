import { DiskVideoDraft } from "./disk_video_draft.ts";
import { copyFile, fileThere, removeIfThere, syncDirectory } from "./durable_files.ts";
import { stored } from "../storage_failure.ts";
import { posterName, videoName } from "../generation/ports/video_name.ts";

/**
 * See `VideoStore.copy`. The poster comes first, so that a video that is seen has it. `link` gives
 * a file a second name, as `Deno.link` does.
 */
export async function copyVideo(
  directory: string,
  { fromId, toId, link = Deno.link }: {
    readonly fromId: string;
    readonly toId: string;
    readonly link?: typeof Deno.link;
  },
): Promise<boolean> {
  const [from, to] = [`${directory}/${videoName(fromId)}`, `${directory}/${videoName(toId)}`];
  if (!await stored(fileThere(from))) return false;
  // An empty draft, so that no sweep takes the poster for one without a video.
  const draft = await DiskVideoDraft.create(directory, toId);
  try {
    await copyPoster(`${directory}/${posterName(fromId)}`, `${directory}/${posterName(toId)}`);
    const outcome = await outcomeOf(link(from, to));
    if (outcome === "impossible") await copyBytes(directory, { from, toId });
    if (outcome === "linked") await stored(syncDirectory(directory));
    return outcome !== "no-video";
  } finally {
    await draft.discard();
  }
}

/** See `VideoStore.remove`. The video goes last: as long as it is listed, a sweep finds both. */
export async function removeVideo(directory: string, id: string): Promise<boolean> {
  await removeIfThere(`${directory}/${posterName(id)}`);
  const wasThere = await removeIfThere(`${directory}/${videoName(id)}`);
  if (wasThere) await syncDirectory(directory);
  return wasThere;
}

async function outcomeOf(
  linking: Promise<void>,
): Promise<"linked" | "was-there" | "no-video" | "impossible"> {
  try {
    await linking;
    return "linked";
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return "was-there";
    // Removed a moment ago.
    if (error instanceof Deno.errors.NotFound) return "no-video";
    return "impossible";
  }
}

/** For disks without links: as a new video is written, so that no half of it is ever visible. */
async function copyBytes(
  directory: string,
  { from, toId }: { readonly from: string; readonly toId: string },
): Promise<void> {
  const draft = await DiskVideoDraft.create(directory, toId);
  try {
    const video = await stored(Deno.open(from));
    await draft.fill(video.readable, Number.MAX_SAFE_INTEGER);
    await draft.publish();
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

async function copyPoster(from: string, to: string): Promise<void> {
  if (!await stored(fileThere(from)) || await stored(fileThere(to))) return;
  await stored(copyFile(from, to));
}
