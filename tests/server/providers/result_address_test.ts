import { assertEquals } from "@std/assert";
import { isPublicAddress, trustOf } from "../../../server/providers/result_address.ts";

const PUBLIC = ["8.8.8.8", "104.18.2.3", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"];
const NOT_PUBLIC = [
  "0.0.0.0",
  "10.0.0.7",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.0.0.8",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::10.0.0.7",
  "::ffff:10.0.0.7",
  "::ffff:0:10.0.0.7",
  "64:ff9b::a00:7",
  "64:ff9b:1::808:808",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:a00:7::",
  "3fff::1",
  "4000::1",
  "fc00::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "localhost",
  "",
];

for (const address of PUBLIC) {
  Deno.test(`${address} is public`, () => assertEquals(isPublicAddress(address), true));
}

for (const address of NOT_PUBLIC) {
  Deno.test(`${address || "nothing"} is not public`, () => {
    assertEquals(isPublicAddress(address), false);
  });
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "cdn.example": ["104.18.2.3", "2606:4700::1"],
  "inside.example": ["10.0.0.7"],
  "half.example": ["104.18.2.3", "10.0.0.7"],
  "loop.example": ["::1"],
};

const TRUSTED: readonly (readonly [url: string, trust: string, ...hostsAllowed: string[]])[] = [
  ["https://cdn.example/video.mp4?signature=1", "trusted"],
  ["https://cdn.example:8443/video.mp4", "trusted"],
  ["https://8.8.8.8/video.mp4", "trusted"],
  ["https://[2606:4700::1]/video.mp4", "trusted"],
  ["http://cdn.example/video.mp4", "refused"],
  ["ftp://cdn.example/video.mp4", "refused"],
  ["blob:https://cdn.example/1", "refused"],
  ["https://user:password@cdn.example/video.mp4", "refused"],
  ["https://inside.example/video.mp4", "refused"],
  ["https://half.example/video.mp4", "refused"],
  ["https://loop.example/video.mp4", "refused"],
  ["https://0x0a000007/video.mp4", "refused"],
  ["https://127.1/video.mp4", "refused"],
  ["https://[::ffff:127.0.0.1]/video.mp4", "refused"],
  ["https://nowhere.example/video.mp4", "unresolved"],
  ["http://inside.example/video.mp4", "trusted", "inside.example"],
  ["http://inside.example:9000/video.mp4", "trusted", "inside.example"],
  ["http://inside.example:9000/video.mp4", "trusted", "inside.example:9000"],
  ["https://inside.example/video.mp4", "trusted", "inside.example:443"],
  ["http://inside.example/video.mp4", "refused", "inside.example:9000"],
  ["http://127.0.0.1:9000/video.mp4", "trusted", "127.0.0.1:9000"],
  ["http://127.0.0.1:9001/video.mp4", "refused", "127.0.0.1:9000"],
  ["http://inside.example.evil.example/", "refused", "inside.example"],
  ["ftp://inside.example/video.mp4", "refused", "inside.example"],
];

for (const [url, trust, ...hostsAllowed] of TRUSTED) {
  const listed = hostsAllowed.length > 0 ? ` with ${hostsAllowed} listed` : "";
  Deno.test(`${url} is ${trust}${listed}`, async () => {
    const resolve = (host: string) => {
      const addresses = NAMES[host];
      return addresses ? Promise.resolve(addresses) : Promise.reject(new Error("no such host"));
    };
    assertEquals(await trustOf(new URL(url), { hostsAllowed, resolve }), trust);
  });
}
