/** The note about what is sent on a page of its own, for the browser test. */
import { render } from "preact";
import { useState } from "preact/hooks";
import { UploadNote } from "../../../islands/upload/UploadNote.tsx";

const blob = await (await fetch("/chosen")).blob();
const file = new File([blob], "photo.jpg", { type: "image/jpeg" });

function Part() {
  const [sendsOriginal, onChange] = useState(false);
  const note = { file, zoom: 1, maxImageBytes: 20_000_000, sendsOriginal, onChange };
  return (
    <form>
      <UploadNote {...note} />
      <output>{sendsOriginal ? "original" : "smaller"}</output>
    </form>
  );
}

const place = document.getElementById("part");
if (place !== null) render(<Part />, place);
