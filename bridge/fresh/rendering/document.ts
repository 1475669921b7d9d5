import { Fragment, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { takeUnplacedHeadElements } from "./head_elements.ts";
import { unrenderedSlots } from "./island_boundary.ts";
import { type RenderState, withRenderState } from "./render_state.ts";
import { serialize } from "./serialize.ts";

/**
 * Makes a complete document of rendered HTML: adds what belongs at the end of head and body, and
 * wraps the document's tags around if the components did not render them.
 */
export function assembleDocument(rendered: string, state: RenderState): string {
  const bodyEnd = withRenderState(state, () => renderBodyEnd(state));
  const headEnd = withRenderState(
    state,
    () => renderToString(h(Fragment, null, takeUnplacedHeadElements(state))),
  );

  const { documentTags } = state;
  let html = rendered;
  html = documentTags.has("body")
    ? html.replace(state.placeholder("body-end"), () => bodyEnd)
    : `<body>${html}${bodyEnd}</body>`;
  html = documentTags.has("head")
    ? html.replace(state.placeholder("head-end"), () => headEnd)
    : `<head><meta charset="utf-8"/>${headEnd}</head>${html}`;
  if (!documentTags.has("html")) html = `<html>${html}</html>`;
  return `<!DOCTYPE html>${html}`;
}

function renderBodyEnd(state: RenderState): string {
  let html = "";
  for (const template of unrenderedSlots(state)) {
    html += renderToString(h(Fragment, null, template));
  }
  if (state.islandUses.length > 0) html += bootScript(state);
  const { reloadUrl } = state.buildCache;
  if (reloadUrl !== null) {
    html += `<script type="module" nonce="${state.nonce}" src="${
      state.scriptUrl(reloadUrl)
    }"></script>`;
  }
  return html;
}

/** The page's only script: loads the islands on it and hands them their props. */
function bootScript(state: RenderState): string {
  const islands = [...state.islands];
  const imports = islands.map(({ name, exportName, file }) => {
    const binding = exportName === "default" ? name : `{ ${bindingFor(exportName, name)} }`;
    return `import ${binding} from "${state.scriptUrl(file)}";`;
  });
  const runtime = `import { boot } from "${state.scriptUrl(state.buildCache.runtimeUrl ?? "")}";`;
  const names = islands.map(({ name }) => name).join(",");
  const props = inScript(JSON.stringify(serialize(state.islandUses)));
  const code = `${runtime}${imports.join("")}boot({${names}},${props});`;
  return `<script type="module" nonce="${state.nonce}">${code}</script>`;
}

function bindingFor(exportName: string, name: string): string {
  return exportName === name ? name : `${exportName} as ${name}`;
}

/** Keeps a JSON string from ending its script element, or opening a comment in it. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003C");
}
