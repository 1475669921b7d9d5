import { createApp } from "./server/app.ts";
import { loadConfig } from "./server/config.ts";
import { openServices } from "./server/opening/services.ts";

/** Everything the app works with; whoever runs the process stops and closes it. */
export const services = await openServices(await loadConfig());
services.start();

/** The app, as Fresh's build and its server entry find it. */
export const app = createApp(services);
