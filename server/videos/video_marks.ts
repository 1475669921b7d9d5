import type { VideoMarks, VideoSource } from "../../contract/video_marks.ts";
import { RECIPE_APP } from "../../contract/video_recipe.ts";
import { boxOf } from "./mp4_tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Concepts of IPTC's vocabulary (http://cv.iptc.org/newscodes/digitalsourcetype/). */
const IPTC_CONCEPTS: Readonly<Record<VideoSource, string>> = {
  "trained-model": "trainedAlgorithmicMedia",
  "altered-picture": "algorithmicallyEnhanced",
};

/** Names an XMP packet in an ISO media file (XMP specification, part 3, section 1.2.7). */
const XMP_UUID = Uint8Array.fromHex("be7acfcb97a942e89c71999491e3afac");
/** Version and flags. */
const PLAIN = new Uint8Array(4);
/** A value of UTF-8 text, in no language. */
const TEXT_VALUE = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0);

/** The box `udta` with title and comment, as most players and `ffprobe` read them. */
export function tagBox({ title, recipe }: VideoMarks): Bytes {
  const handler = boxOf("hdlr", PLAIN, PLAIN, ascii("mdirappl"), new Uint8Array(9));
  const tags = boxOf(
    "ilst",
    boxOf("\xa9nam", textBox(title)),
    boxOf("\xa9cmt", textBox(JSON.stringify(recipe))),
  );
  return boxOf("udta", boxOf("meta", PLAIN, handler, tags));
}

/** The box `uuid` with an XMP packet that says where the pictures come from. */
export function sourceBox({ title, source }: VideoMarks): Bytes {
  const address = `http://cv.iptc.org/newscodes/digitalsourcetype/${IPTC_CONCEPTS[source]}`;
  const packet = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about=""',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ` xmp:CreatorTool="${RECIPE_APP}" Iptc4xmpExt:DigitalSourceType="${address}">`,
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt>`,
    "</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>",
    '<?xpacket end="r"?>',
  ].join("");
  return boxOf("uuid", XMP_UUID, utf8(packet));
}

function textBox(text: string): Bytes {
  return boxOf("data", TEXT_VALUE, utf8(text));
}

/** Characters that XML 1.0 has no way to write are left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}

function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}
