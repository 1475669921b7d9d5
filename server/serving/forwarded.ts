import type { IncomingHttpHeaders } from "node:http";
import type { IsTrusted } from "../proxy_ranges.ts";

/** What visitors asked the first proxy for; what is absent is as the request itself says. */
export interface ForwardedAddress {
  readonly scheme?: "http" | "https";
  /** With its port where that is not the scheme's own. */
  readonly host?: string;
}

/** What is longer was not written by a proxy. */
const MAX_LENGTH = 1024;

/**
 * What was asked for, by the word of the proxies: `Forwarded` (RFC 7239), else `X-Forwarded-Proto`
 * and `X-Forwarded-Host`. Each proxy adds its part at the end, so that parts count from there for as
 * long as a trusted proxy has added them; `peer` is the one that connects.
 */
export function askedFor(
  headers: IncomingHttpHeaders,
  { peer, isTrusted }: { readonly peer: string; readonly isTrusted: IsTrusted },
): ForwardedAddress {
  if (!isTrusted(peer)) return {};
  const forwarded = listOf(headers["forwarded"]).map(parametersOf);
  if (forwarded.length > 0) {
    const added = addedByTrusted(forwarded.map((part) => part.get("for")), isTrusted);
    const first = forwarded.at(-added);
    return checked(first?.get("proto"), first?.get("host"));
  }
  const added = addedByTrusted(listOf(headers["x-forwarded-for"]), isTrusted);
  const at = (name: string) => {
    const values = listOf(headers[name]);
    return values.at(-Math.min(added, values.length));
  };
  return checked(at("x-forwarded-proto"), at("x-forwarded-host"));
}

/** How many of the last parts trusted proxies have added; the peer's own is one at least. */
function addedByTrusted(hops: readonly (string | undefined)[], isTrusted: IsTrusted): number {
  const reversed = hops.toReversed();
  const foreign = reversed.findIndex((hop) => hop === undefined || !isTrusted(hop));
  return Math.max(1, foreign < 0 ? hops.length : foreign + 1);
}

function checked(proto: string | undefined, host: string | undefined): ForwardedAddress {
  const scheme = proto?.toLowerCase();
  return {
    ...(scheme === "http" || scheme === "https" ? { scheme } : {}),
    ...(host ? { host } : {}),
  };
}

function listOf(value: string | string[] | undefined): string[] {
  const text = Array.isArray(value) ? value.join(",") : value ?? "";
  if (text.length > MAX_LENGTH) return [];
  return text.split(",").map((part) => part.trim()).filter(Boolean);
}

/** The parameters of one part of `Forwarded`, such as `for=192.0.2.1;proto=https`. */
function parametersOf(part: string): Map<string, string> {
  return new Map(
    part.split(";").map((pair) => {
      const [name = "", value = ""] = pair.split("=", 2);
      return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, "")] as const;
    }),
  );
}
