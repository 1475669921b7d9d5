import ipaddr from "ipaddr.js";

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
