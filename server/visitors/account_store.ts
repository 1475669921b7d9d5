/** Whoever signed in, as an OpenID provider names them: `subject` is unique within `issuer`. */
export interface AccountName {
  readonly issuer: string;
  readonly subject: string;
}

/** What became of a sign-in. */
export interface OpenedAccount {
  /** The visitor id that the account's generations are kept under. */
  readonly libraryId: string;
  /** How many generations of the visitor the account has now that it did not have before. */
  readonly claimed: number;
}

/**
 * Where accounts live: each has one library, which is the visitor id of its generations. Nothing else
 * is known of an account. One contract suite runs on every implementation.
 *
 * Every method rejects with a `StorageError` (`storage-full` or `storage-failed`) when the database
 * fails.
 */
export interface AccountStore {
  /**
   * The library of an account that has signed in here before, for a session that began at `signedInAt`;
   * `undefined` also where the account was signed out everywhere since then.
   */
  libraryOf(account: AccountName, signedInAt: number): Promise<string | undefined>;
  /** Ends all sessions that have begun by then. */
  signOutEverywhere(account: AccountName, now: number): Promise<void>;
  /**
   * Opens the account for whoever is `visitorId` so far. All of it happens, or nothing:
   *
   * - The first time, the account gets a library with an id of its own: whoever knew the visitor's id
   *   before finds nothing with it.
   * - What the visitor has moves into the account's library: generations, running ones too,
   *   idempotency keys that the library does not have, the place in the queue, tombstones and
   *   what was spent. A generation's time of creation may move to the next free millisecond.
   * - A library that is another account's stays as it is.
   *
   * `now` in milliseconds since 1970.
   */
  open(
    visit: AccountName & { readonly visitorId: string; readonly now: number },
  ): Promise<OpenedAccount>;
  /** Forgets the account; what is in its library stays there. False when it was not known. */
  forget(account: AccountName): Promise<boolean>;
}
