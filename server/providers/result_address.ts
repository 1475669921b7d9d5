import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** The IP addresses of a host name; rejects when it has none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** As `fetch` will resolve it: by the system, the file of hosts included. */
export const resolveBySystem: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "https:": "443", "http:": "80" };

/** How far the address of a result is trusted. */
export type Trust =
  | "trusted"
  | "refused"
  /** Its host name has no address at the moment. */
  | "unresolved";

/**
 * Whether a video may be fetched from an address that a provider, or a redirect, named: https, and
 * a host all of whose IP addresses are public; or a host that the operator lists.
 */
export async function trustOf(
  url: URL,
  { hostsAllowed, resolve }: {
    /** Host names in lower case, each with an optional port. */
    readonly hostsAllowed: readonly string[];
    readonly resolve: ResolveHost;
  },
): Promise<Trust> {
  const port = url.port || DEFAULT_PORTS[url.protocol];
  if (port === undefined || url.username !== "" || url.password !== "") return "refused";
  if ([url.hostname, `${url.hostname}:${port}`].some((host) => hostsAllowed.includes(host))) {
    return "trusted";
  }
  if (url.protocol !== "https:") return "refused";
  const literal = /^\[(.*)\]$/.exec(url.hostname)?.[1] ?? url.hostname;
  if (/^[\d.]+$|:/.test(literal)) return isPublicAddress(literal) ? "trusted" : "refused";
  const addresses = await resolve(url.hostname).catch(() => []);
  if (addresses.length === 0) return "unresolved";
  return addresses.every(isPublicAddress) ? "trusted" : "refused";
}

/**
 * Whether an IP address lies in the public internet: unicast by the IANA registries that ipaddr.js
 * carries. An IPv4 address in IPv6 clothes, mapped (RFC 4291 section 2.5.5.2) or translated by NAT64
 * (RFC 6052 section 2.1), counts as what it stands for.
 */
export function isPublicAddress(text: string): boolean {
  // A zone only ever follows an address of the local link.
  if (text.includes("%") || !ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.range() === "unicast";
  const embedded = embeddedInNat64(address);
  if (embedded) return embedded.range() === "unicast";
  const isGlobal = address.match(ipaddr.IPv6.parseCIDR("2000::/3"));
  return isGlobal && address.range() === "unicast";
}

/** The IPv4 address behind the well-known prefix; networks with prefixes of their own are private. */
function embeddedInNat64(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (!address.match(ipaddr.IPv6.parseCIDR("64:ff9b::/96"))) return undefined;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
