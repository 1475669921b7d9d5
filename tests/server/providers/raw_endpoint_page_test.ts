import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { VideoRequest } from "../../../server/generation/ports/provider.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { endpointBody } from "../../../server/providers/endpoint_body.ts";
import { ROOT } from "../../source_files.ts";

/** What stands for a picture on the page; its base64 is `/9j/…` there. */
const JPEG = new TextEncoder().encode("a picture");

const page = await Deno.readTextFile(join(ROOT, "docs", "raw_endpoint.md"));
const requests = [...page.matchAll(/```http\nPOST (\S+) HTTP\/1\.1\n([^`]*?)\n\n([^`]*?)\n```/g)]
  .map(([, target = "", head = "", body = ""]) => ({
    target,
    type: /^Content-Type: (.*)$/m.exec(head)?.[1],
    body,
  }));

const model = (await openRegistry()).find("stable-video-diffusion-xt");
const route = model?.routes.find(({ provider }) => provider === "raw-endpoint");
if (!model || !route) throw new Error("The registry has no SVD-XT at an endpoint.");

const request = (changes: Partial<VideoRequest>): VideoRequest => ({
  picture: {
    width: 0,
    height: 0,
    jpeg: () => Promise.reject(new Error("The JPEG is handed in.")),
    rgb: () => Promise.reject(new Error("Nobody asks for pixels.")),
  },
  size: { width: 1024, height: 576 },
  seed: 7,
  ...changes,
  settings: { ...defaultSettings(model), ...changes.settings },
});

Deno.test("a picture as the body is sent as the page on the protocol says", () => {
  const { url, type, bytes } = endpointBody(
    { jpeg: JPEG, request: request({}) },
    { url: "https://endpoint.example/", model, route },
  );
  const [example] = requests;
  assertEquals([url, type, bytes], [
    `https://endpoint.example${example?.target}`,
    example?.type,
    JPEG,
  ]);
});

Deno.test("a picture in JSON is sent as the page on the protocol says", () => {
  const changes = { size: { width: 576, height: 1024 }, settings: { frames: 14, fps: 12 } };
  const { url, type, bytes } = endpointBody(
    { jpeg: JPEG, request: request(changes) },
    { url: "https://endpoint.example/", format: "json", model, route },
  );
  const example = requests[1];
  assertEquals([url, type], [`https://endpoint.example${example?.target}`, example?.type]);
  const shown = JSON.parse(example?.body ?? "{}");
  assertEquals(JSON.parse(new TextDecoder().decode(bytes)), {
    ...shown,
    inputs: JPEG.toBase64(),
  });
});
