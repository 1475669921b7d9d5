/** Unpacks the browser into `TMPDIR`: the package takes place and platform from the environment only. */
import bundledChromium from "@sparticuz/chromium";

await bundledChromium.executablePath();
