/** What makes uploads ready, on a page of its own, for the browser tests. */
export { prepareUpload } from "../../../islands/upload/prepare_upload.ts";
export { receiveFile } from "../../../islands/upload/receive_file.ts";
