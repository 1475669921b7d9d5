import { assertEquals } from "@std/assert";
import { App, csp, type CSPOptions } from "fresh";
import { send } from "./answers.ts";

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

async function answerWith(options?: CSPOptions, path = "/page") {
  const app = new App()
    .use(csp(options))
    .get("/page", (ctx) => ctx.render(<script>1</script>))
    .get("/text", (ctx) => ctx.text("text"));
  return await send(app, path);
}

async function policyWith(options?: CSPOptions, path?: string): Promise<string[] | undefined> {
  const { headers } = await answerWith(options, path);
  return headers.get("content-security-policy")?.split("; ");
}

Deno.test("csp() sends its default policy", async () => {
  assertEquals(await policyWith(), DEFAULTS);
});

Deno.test("csp() moves a directive of one's own to the end, in place of its default", async () => {
  const own = ["img-src 'self' blob:", "sandbox allow-scripts"];
  assertEquals(await policyWith({ csp: own }), [
    ...DEFAULTS.filter((directive) => !directive.startsWith("img-src")),
    ...own,
  ]);
});

Deno.test("csp() can report only, and say where to", async () => {
  const { headers } = await answerWith({ reportOnly: true, reportTo: "https://example.com/r" });
  assertEquals(headers.get("content-security-policy"), null);
  assertEquals(
    headers.get("content-security-policy-report-only"),
    [...DEFAULTS, "report-to csp-endpoint", "report-uri https://example.com/r"].join("; "),
  );
  assertEquals(headers.get("reporting-endpoints"), 'csp-endpoint="https://example.com/r"');
});

Deno.test("csp() with nonces leaves the policy of other responses as it is", async () => {
  assertEquals(await policyWith({ useNonce: true }, "/text"), DEFAULTS);
});
