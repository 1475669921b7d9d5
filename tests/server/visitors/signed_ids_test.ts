import { assertEquals, assertMatch } from "@std/assert";
import { Signatures } from "../../../server/visitors/signatures.ts";
import { cookieOf, readVisitorId } from "../../../server/visitors/signed_ids.ts";

const signatures = new Signatures(new TextEncoder().encode("a secret"));
const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const OTHER_ID = "9d0c7a52-1b3e-4f60-8a7d-2c4b6e8f0a1c";
const [pair = ""] = cookieOf(ID, { signatures, isSecure: false }).split(";");
const [otherPair = ""] = cookieOf(OTHER_ID, { signatures, isSecure: false }).split(";");

Deno.test("the visitor's cookie is read back, whatever stands beside it", () => {
  assertEquals(readVisitorId(pair, signatures), ID);
  assertEquals(readVisitorId(`theme=dark; ${pair}; other="x=y"`, signatures), ID);
  assertEquals(readVisitorId(`lounge_visitor=junk; ${pair}`, signatures), ID);
});

Deno.test("a missing, forged, mixed or cut cookie makes nobody of a visitor", () => {
  const foreignSignature = otherPair.split(".")[1];
  const forged = [
    null,
    "",
    ";;=;",
    "lounge_visitor",
    `lounge_visitor=${ID}`,
    `lounge_visitor=${ID}.`,
    `lounge_visitor=${ID}.${foreignSignature}`,
    pair.slice(0, -1),
    pair.replace("lounge_visitor", "lounge_visitors"),
    `lounge_visitor=admin.${signatures.sign("visitor-cookie", "admin")}`,
    `lounge_visitor=${ID}.${signatures.sign("generation-key", ID)}`,
  ];
  assertEquals(
    forged.map((header) => readVisitorId(header, signatures)),
    forged.map(() => undefined),
  );
});

Deno.test("the cookie is kept from scripts, other sites and plain connections", () => {
  const cookie = cookieOf(ID, { signatures, isSecure: true });
  assertMatch(cookie, /; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  assertEquals(cookieOf(ID, { signatures, isSecure: false }).includes("Secure"), false);
});
