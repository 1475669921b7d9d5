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
    const text = address.replace(/^\[|\](?::\d+)?$/g, "");
    if (!ipaddr.isValid(text)) return false;
    const known = ipaddr.process(text);
    return matchers.some((matches) => matches(known));
  };
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
