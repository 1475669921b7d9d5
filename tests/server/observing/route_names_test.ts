import { assertEquals } from "@std/assert";
import { routeName } from "../../../server/observing/route_names.ts";
import { listFiles } from "../../source_files.ts";

Deno.test("a route's name holds nothing that a client made up", () => {
  const id = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
  const names = {
    "/": "/",
    "//": "/",
    "/library": "/library",
    "/library/videos.zip": "/library/:part",
    [`/v/${id}`]: "/v/:id",
    [`/v/${id}/events`]: "/v/:id/events",
    [`/v/${id}/hf_secret`]: "other",
    [`/videos/${id}.mp4`]: "/videos/:id",
    "/hf_secret": "other",
    "/account/hf_secret": "/account/:part",
  };
  for (const [path, name] of Object.entries(names)) assertEquals(routeName(path), name, path);
});

Deno.test("every route of the app has a name", () => {
  const routes = listFiles("routes").filter((file) => !/\(_|\/_/.test(file));
  const unnamed = routes
    .map((file) => file.replace(/^routes|(\/index)?\.tsx?$/g, "").replace("[id]", "1"))
    .filter((path) => routeName(path || "/") === "other");
  assertEquals(unnamed, []);
});
