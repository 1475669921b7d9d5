/** Writes the server's command into the container's and the unit's file, after a change of settings. */
import { CONTAINER, MACHINE, serviceCommand } from "./service_permissions.ts";

await write("Dockerfile", /^CMD \[.*\]$/m, `CMD ${JSON.stringify(serviceCommand(CONTAINER))}`);
await write(
  "deploy/lounge.service",
  /^ExecStart=.*$/m,
  `ExecStart=/usr/local/bin/${serviceCommand(MACHINE).join(" ")}`,
);

async function write(file: string, line: RegExp, text: string): Promise<void> {
  await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replace(line, () => text));
}
