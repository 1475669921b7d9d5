/** Has the browser save a file that was made on the page. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has the file by then, and a page that is left lets go of it anyway.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
