/** Whether a provider's id of a model can stand in a path: names between slashes, none of them dots. */
export function isProviderModelId(text: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*$/.test(text) && !/(^|\/)\.+(\/|$)/.test(text);
}
