import { asset } from "fresh/runtime";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

const COLOR = "#05060a";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { instanceName } = ctx.state.site;
    const manifest = {
      name: instanceName,
      short_name: "After Dark",
      description: "Turn one photo into a short video.",
      id: "/",
      start_url: "/",
      display: "standalone",
      background_color: COLOR,
      theme_color: COLOR,
      icons: [
        { src: asset("/icons/icon-192.png"), sizes: "192x192", type: "image/png" },
        { src: asset("/icons/icon-512.png"), sizes: "512x512", type: "image/png" },
        { src: asset("/icons/icon.svg"), sizes: "any", type: "image/svg+xml" },
      ],
    };
    return ctx.json(manifest, { headers: { "content-type": "application/manifest+json" } });
  },
});
