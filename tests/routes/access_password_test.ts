import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

const PASSWORD = "after-dark-42";
const PAGE = { accept: "text/html" };

function enter(url: string, password: string, from?: string): Promise<Response> {
  const body = new URLSearchParams({ password, ...(from === undefined ? {} : { from }) });
  return fetch(`${url}/enter`, { method: "POST", body, headers: PAGE, redirect: "manual" });
}

Deno.test("an instance with a password shows strangers nothing but where to enter it", async () => {
  await using lounge = await startLounge({ ACCESS_PASSWORD: PASSWORD });
  const closed = [
    "/",
    "/library",
    "/models",
    "/status",
    "/sitemap.xml",
    "/robots.txt",
    "/examples",
    "/videos/3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b.mp4",
    "/nowhere",
  ];
  for (const path of closed) {
    const asked = await fetch(lounge.url + path, { headers: { accept: "application/json" } });
    assertEquals(asked.headers.get("www-authenticate")?.startsWith("Basic realm="), true, path);
    await assertProblem(asked, { status: 401, code: "password-needed", path });
    const page = await fetch(lounge.url + path, { headers: PAGE, redirect: "manual" });
    assertEquals(page.status, 303, path);
    assertEquals(page.headers.get("location")?.startsWith("/enter"), true, path);
    await page.body?.cancel();
  }
  const refused = await postPicture(lounge, { picture: await drawPicture() });
  await assertProblem(refused, { status: 401, code: "password-needed" });
  assertEquals(lounge.listUploads(), []);
  const styles = await fetch(`${lounge.url}/styles.css`);
  assertEquals(styles.status, 200);
  await styles.body?.cancel();
  const address = new URL(lounge.url);
  using connection = await Deno.connect({ hostname: address.hostname, port: Number(address.port) });
  const head =
    "GET / HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
  await connection.write(new TextEncoder().encode(head));
  const misdirected = await new Response(connection.readable).text();
  assertStringIncludes(misdirected, "HTTP/1.1 421");
  assertEquals(misdirected.toLowerCase().includes("location:"), false);
  const form = await (await fetch(`${lounge.url}/enter`, { headers: PAGE })).text();
  assertStringIncludes(form, 'type="password"');
});

Deno.test("the password opens the instance for a browser and leads on to where it wanted to go", async () => {
  await using lounge = await startLounge({ ACCESS_PASSWORD: PASSWORD });
  const wrong = await enter(lounge.url, "after-dark-43");
  assertEquals([wrong.status, wrong.headers.getSetCookie()], [401, []]);
  assertStringIncludes(await wrong.text(), "That is not the password.");
  const right = await enter(lounge.url, PASSWORD, "/models?x=1");
  assertEquals([right.status, right.headers.get("location")], [303, "/models?x=1"]);
  await right.body?.cancel();
  const elsewhere = await enter(lounge.url, PASSWORD, "//evil.example/");
  assertEquals(elsewhere.headers.get("location"), "/");
  await elsewhere.body?.cancel();
  const [cookie = ""] = right.headers.getSetCookie()[0]?.split(";") ?? [];
  const page = await fetch(lounge.url, { headers: { ...PAGE, cookie } });
  assertEquals(page.status, 200);
  assert(!(await page.text()).includes(PASSWORD));
  await using other = await startLounge({
    ACCESS_PASSWORD: "another-one-1",
    COOKIE_SECRET: "x".repeat(32),
  });
  const stale = await fetch(other.url, { headers: { ...PAGE, cookie }, redirect: "manual" });
  assertEquals(stale.status, 303);
  await stale.body?.cancel();
});

Deno.test("programs send the password as HTTP authentication", async () => {
  await using lounge = await startLounge({ ACCESS_PASSWORD: PASSWORD });
  const statusWith = async (authorization: string) => {
    const response = await fetch(`${lounge.url}/models`, { headers: { authorization } });
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await statusWith(`Basic ${btoa(`anyone:${PASSWORD}`)}`), 200);
  assertEquals(await statusWith(`Bearer ${PASSWORD}`), 200);
  assertEquals(await statusWith(`Bearer ${PASSWORD}!`), 401);
  assertEquals(await statusWith("Basic %%%"), 401);
  assertEquals(await statusWith("Digest x"), 401);
});

Deno.test("wrong passwords are counted by network, and the right one waits too", async () => {
  await using lounge = await startLounge({
    ACCESS_PASSWORD: PASSWORD,
    TRUSTED_PROXIES: "loopback",
  });
  const tryOne = (password: string, client: string) =>
    fetch(`${lounge.url}/models`, {
      headers: { authorization: `Bearer ${password}`, "x-forwarded-for": client },
    });
  for (let attempt = 0; attempt < 10; attempt++) {
    await (await tryOne(`guess-${attempt}`, "192.0.2.1")).body?.cancel();
  }
  const locked = await tryOne(PASSWORD, "192.0.2.1");
  assertEquals(Number(locked.headers.get("retry-after")) > 0, true);
  await assertProblem(locked, { status: 429, code: "too-many-passwords", path: "/models" });
  const other = await tryOne(PASSWORD, "192.0.2.2");
  assertEquals(other.status, 200);
  await other.body?.cancel();
});
