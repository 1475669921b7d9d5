import ipaddr from "ipaddr.js";

/** Whether an address belongs to a proxy whose word counts. */
export type IsTrusted = (address: string) => boolean;

/** Ranges that have a name: the loopback interface, and the networks of homes and containers. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["loopback"],
  private: ["private", "uniqueLocal", "linkLocal"],
};

/** Whether `text` is an address, a range in CIDR notation, `loopback` or `private`. */
export function isProxyRange(text: string): boolean {
  return Object.hasOwn(NAMED, text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** Trusts proxies in the ranges, each as `isProxyRange` takes it. */
export function trustedProxies(ranges: readonly string[]): IsTrusted {
  const matchers = ranges.map(matcherOf);
  return (address) => {
    const known = parsed(address);
    return known !== undefined && matchers.some((matches) => matches(known));
  };
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return parsed(address)?.range() === "loopback";
}

/** Whether an address is one of this machine or of a network behind it. */
export function isInner(address: string): boolean {
  const known = parsed(address);
  return known !== undefined && Object.values(NAMED).flat().includes(known.range());
}

/**
 * What belongs to one client, as a rule: an IPv4 address, and the first 64 bits of an IPv6 address
 * (RFC 6177 section 2); `undefined` for what is no address.
 */
export function networkOf(address: string): string | undefined {
  const known = parsed(address);
  if (!known) return undefined;
  const bytes = known.toByteArray();
  return (bytes.length === 4 ? bytes : bytes.slice(0, 8)).join(".");
}

/** IPv4 within IPv6 becomes IPv4; a port behind it does not matter. */
function parsed(address: string): Address | undefined {
  const text = address.replace(/^\[|\](?::\d+)?$/g, "").replace(/^([\d.]+):\d+$/, "$1");
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

type Address = ReturnType<typeof ipaddr.process>;

function matcherOf(text: string): (address: Address) => boolean {
  const names = NAMED[text];
  if (names) return (address) => names.includes(address.range());
  const [network, bits] = ipaddr.isValidCIDR(text)
    ? ipaddr.parseCIDR(text)
    : [ipaddr.process(text), ipaddr.process(text).kind() === "ipv4" ? 32 : 128] as const;
  return (address) => address.kind() === network.kind() && address.match(network, bits);
}
