/** Unpacks the browser into `TMPDIR`: the package takes place and platform from the environment only. */
import bundledChromium from "npm:@sparticuz/chromium@147.0.0";

await bundledChromium.executablePath();
