import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { CONTAINER, MACHINE, serviceCommand } from "../tools/service_permissions.ts";
import { buildApp } from "./built_app.ts";
import { lastingPort } from "./app_process.ts";
import { postPicture } from "./generate_client.ts";
import { eventually } from "./patience.ts";
import { drawPicture } from "./pictures.ts";
import { ROOT } from "./source_files.ts";

function read(name: string): string {
  return Deno.readTextFileSync(join(ROOT, name));
}

/** Where this very Deno reads packages from. */
function denoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** A program that the machine may lack; without it the test counts as skipped. */
function isThere(program: string): boolean {
  const paths = (Deno.env.get("PATH") ?? "").split(":").concat("/usr/sbin", "/usr/bin");
  return paths.some((path) => {
    try {
      return Deno.statSync(`${path}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

Deno.test("the container's and the unit's command have the permissions that the server needs", () => {
  const [docker = ""] = /^CMD (\[.*\])$/m.exec(read("Dockerfile"))?.slice(1) ?? [];
  assertEquals(JSON.parse(docker), serviceCommand(CONTAINER), "run `deno task service-files`");
  const [unit = ""] = /^ExecStart=(.*)$/m.exec(read("deploy/lounge.service"))?.slice(1) ?? [];
  assertEquals(unit, `/usr/local/bin/${serviceCommand(MACHINE).join(" ")}`);
});

Deno.test("the service's command makes a video, and reaches no metadata service", async () => {
  await buildApp();
  const directory = await Deno.makeTempDir({ prefix: "service-" });
  const [videos, data] = [`${directory}/videos`, `${directory}/data`];
  const [, ...args] = serviceCommand({ project: ROOT, cache: denoDir(), videos, data });
  const port = lastingPort();
  const process = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: {
      ...{ HOST: "127.0.0.1", PORT: port, VIDEOS_DIR: videos, DATA_DIR: data, NO_COLOR: "1" },
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = process.output();
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(async () => {
      const answer = await fetch(`${url}/readyz`).then((response) => response.text());
      assertStringIncludes(answer, '"isReady":true');
    });
    const made = await postPicture({ url }, {
      picture: await drawPicture(),
      fields: { seconds: "1", fps: "8" },
    });
    const { url: video, detail } = await made.json();
    assertEquals([made.status, typeof video], [200, "string"], detail);
  } finally {
    process.kill("SIGTERM");
    const { stderr } = await output;
    assertEquals(new TextDecoder().decode(stderr), "");
    await Deno.remove(directory, { recursive: true });
  }
  const denied = args.find((arg) => arg.startsWith("--deny-net")) ?? "";
  const asking = "data:text/javascript,await fetch('http://169.254.169.254/latest/')";
  const asked = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-config", "--allow-net", denied, asking],
    stderr: "piped",
  }).output();
  assertStringIncludes(new TextDecoder().decode(asked.stderr), "NotCapable");
});

Deno.test("the compose file and the unit start the lounge again after a fault", () => {
  const compose = read("compose.yaml");
  for (const line of ["restart: unless-stopped", "read_only: true", "- lounge:/lounge"]) {
    assertStringIncludes(compose, line);
  }
  const unit = read("deploy/lounge.service");
  for (const line of ["Restart=on-failure", "User=lounge", "NoNewPrivileges=yes"]) {
    assertStringIncludes(unit, `\n${line}\n`);
  }
});

Deno.test({
  name: "behind nginx a video is made, its events come as they happen, and clients are told apart",
  ignore: !isThere("nginx"),
  async fn() {
    const { startLounge } = await import("./lounge.ts");
    await using lounge = await startLounge({ TRUSTED_PROXIES: "loopback" });
    const directory = await Deno.makeTempDir({ prefix: "nginx-" });
    const port = lastingPort();
    const server = read("deploy/nginx.conf")
      .replace("listen 80;", `listen 127.0.0.1:${port};`)
      .replace("http://127.0.0.1:8000", lounge.url);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${directory}/${name};`).join("\n");
    await Deno.writeTextFile(
      `${directory}/nginx.conf`,
      `daemon off; pid ${directory}/pid; error_log ${directory}/error.log;
      events {} http { access_log off; ${temporary} ${server} }`,
    );
    const nginx = new Deno.Command("nginx", { args: ["-c", `${directory}/nginx.conf`] }).spawn();
    const url = `http://127.0.0.1:${port}`;
    try {
      await eventually(async () => {
        assertEquals(await (await fetch(`${url}/healthz`)).text(), "ok\n");
      });
      const accepted = await postPicture({ url }, {
        picture: await drawPicture(),
        fields: { seconds: "1", fps: "8" },
        headers: { prefer: "respond-async", "x-forwarded-for": "203.0.113.9" },
      });
      const { events, status } = await accepted.json();
      const text = await (await fetch(url + events)).text();
      assertStringIncludes(text, "event: succeeded");
      const view = await (await fetch(url + status)).json();
      assertEquals((await (await fetch(url + view.url)).bytes()).length, view.video.bytes);
      const report =
        await (await fetch(`${url}/status`, { headers: { accept: "application/json" } })).json();
      assertEquals(report.hasUntoldProxy, undefined);
    } finally {
      nginx.kill("SIGTERM");
      await nginx.status;
      await Deno.remove(directory, { recursive: true });
    }
  },
});
