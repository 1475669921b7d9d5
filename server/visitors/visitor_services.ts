import type { AccountStore } from "./account_store.ts";
import type { Identity } from "./identity.ts";
import type { Signatures } from "./signatures.ts";

/** What requests ask about whoever sends them. */
export interface VisitorServices {
  /** Signing in, and what is locked into cookies. */
  readonly identity: Identity;
  readonly accounts: AccountStore;
  /** Signs the visitors' cookies and the keys in addresses. */
  readonly signatures: Signatures;
}
