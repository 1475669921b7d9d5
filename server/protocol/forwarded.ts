import type { IsTrusted } from "../proxy_ranges.ts";

/** What visitors asked the first proxy for; what is absent is as the request itself says. */
export interface ForwardedAddress {
  readonly scheme?: "http" | "https";
  /** With its port where that is not the scheme's own. */
  readonly host?: string;
}

/** The headers in which proxies tell what they were asked, and by whom. */
export type ForwardedHeader =
  | "forwarded"
  | "x-forwarded-for"
  | "x-forwarded-host"
  | "x-forwarded-proto";

/** A request as it arrives. */
export interface Arrival {
  /** The value of a header, of several lines their list. */
  readonly read: (name: ForwardedHeader) => string | undefined;
  /** The address that connects. */
  readonly peer: string;
  readonly isTrusted: IsTrusted;
}

/** What is longer was not written by a proxy. */
const MAX_LENGTH = 1024;

/**
 * What was asked for, by the word of the proxies: `Forwarded` (RFC 7239), else `X-Forwarded-Proto`
 * and `X-Forwarded-Host`. Each proxy adds its part at the end, so that parts count from there for as
 * long as a trusted proxy has added them.
 */
export function askedFor({ read, peer, isTrusted }: Arrival): ForwardedAddress {
  if (!isTrusted(peer)) return {};
  const forwarded = listOf(read("forwarded")).map(parametersOf);
  if (forwarded.length > 0) {
    const added = addedByTrusted(forwarded.map((part) => part.get("for")), isTrusted);
    const first = forwarded.at(-added);
    return checked(first?.get("proto"), first?.get("host"));
  }
  const added = addedByTrusted(listOf(read("x-forwarded-for")), isTrusted);
  const at = (name: ForwardedHeader) => {
    const values = listOf(read(name));
    return values.at(-Math.min(added, values.length));
  };
  return checked(at("x-forwarded-proto"), at("x-forwarded-host"));
}

/**
 * The address of the client: of the one that connects or, by the word of trusted proxies, of the last
 * one that is none of them. `undefined` where a trusted proxy keeps it to itself.
 */
export function clientAddress({ read, peer, isTrusted }: Arrival): string | undefined {
  if (!isTrusted(peer)) return peer;
  const forwarded = listOf(read("forwarded")).map((part) => parametersOf(part).get("for"));
  const hops = forwarded.length > 0 ? forwarded : listOf(read("x-forwarded-for"));
  const client = hops.at(-addedByTrusted(hops, isTrusted));
  return hops.length === 0 ? peer : client;
}

/** Whether somebody says that they are a proxy. */
export function claimsToForward(read: Arrival["read"]): boolean {
  return read("forwarded") !== undefined || read("x-forwarded-for") !== undefined;
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

function listOf(value = ""): string[] {
  if (value.length > MAX_LENGTH) return [];
  return value.split(",").map((part) => part.trim()).filter(Boolean);
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
