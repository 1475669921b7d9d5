import { createApp } from "./server/app.ts";
import { loadConfig } from "./server/config.ts";
import { createServices } from "./server/services.ts";

/** Everything the app works with; whoever runs the process closes it. */
export const services = createServices(await loadConfig());
await services.open();

/** The app, as Fresh's build and its server entry find it. */
export const app = createApp(services);
