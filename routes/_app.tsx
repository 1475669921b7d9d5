import { asset } from "fresh/runtime";
import { define } from "../server/app_state.ts";

export default define.page(function App({ Component }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#05060a" />
        <meta name="color-scheme" content="dark" />
        <link
          rel="preload"
          href={asset("/fonts/orbitron-latin-variable.woff2")}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link
          rel="preload"
          href={asset("/fonts/roboto-mono-latin-400.woff2")}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link rel="stylesheet" href={asset("/styles.css")} />
        <link rel="icon" href={asset("/icons/icon.svg")} type="image/svg+xml" />
        <link rel="icon" href={asset("/icons/icon-32.png")} sizes="32x32" type="image/png" />
        <link rel="apple-touch-icon" href={asset("/icons/apple-touch-icon.png")} />
        <link rel="manifest" href="/manifest.webmanifest" />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
