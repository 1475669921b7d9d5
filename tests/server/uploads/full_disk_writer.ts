/**
 * Keeps an upload and a video in the folder of its argument, and prints what became of each: the code
 * of the failure, or the bytes of the file. Run where files may not grow.
 */
// deno-lint-ignore-file no-console -- the test reads its standard output
import { LoungeError } from "../../../server/errors.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";
import { UploadFolder } from "../../../server/uploads/upload_form.ts";

const [directory = ""] = Deno.args;
const BYTES = 6000;

async function outcomeOf(action: () => Promise<number>): Promise<string> {
  try {
    return String(await action());
  } catch (error) {
    return error instanceof LoungeError ? error.code : String(error);
  }
}

async function keepUpload(): Promise<number> {
  const uploads = new UploadFolder({
    directory: `${directory}/uploads`,
    maxImageBytes: 100_000,
    checkHead() {},
  });
  await uploads.open();
  const body = new FormData();
  body.append("image", new Blob([new Uint8Array(BYTES)]), "photo.jpg");
  await using form = await uploads.receive(
    new Request("http://lounge/generate", { method: "POST", body }),
  );
  const [picture] = form.pictures;
  if (picture?.kind === "refused") throw picture.error;
  return picture?.picture.bytes ?? 0;
}

async function keepVideo(): Promise<number> {
  const videos = new DiskVideoStore({ directory: `${directory}/videos` });
  const video = new Blob([new Uint8Array(BYTES)]).stream();
  const draft = await videos.write(crypto.randomUUID(), video, { maxBytes: 100_000 });
  await draft.discard();
  return draft.size;
}

console.log(await outcomeOf(keepUpload), await outcomeOf(keepVideo));
