/** What the account page knows of its visitor. */

/** One sentence about what the visitor has just done. */
export interface AccountNotice {
  readonly isGood: boolean;
  readonly text: string;
}

/** Who is signed in. */
export interface SignedInFacts {
  readonly name: string;
  /** ISO date until which the account's credits pay; absent when that is over. */
  readonly paysUntil?: string;
  /** Whether the visitor has allowed this studio to pay with the account's credits. */
  readonly mayPay: boolean;
}

/** The token that the visitor pasted, as far as a page may know it. */
export interface OwnTokenFacts {
  /** Whose it is; absent when nobody could be asked. */
  readonly name?: string;
  /** ISO date on which it is forgotten. */
  readonly expiresAt: string;
  /** Hugging Face does not accept it any more. */
  readonly isRefused: boolean;
}

/** Who the visitor is here and whose credits pay: names and times, never a token. */
export interface AccountFacts {
  readonly signedIn?: SignedInFacts | undefined;
  readonly ownToken?: OwnTokenFacts | undefined;
  /** Whether this instance lets visitors sign in. */
  readonly canSignIn: boolean;
  readonly notice?: AccountNotice | undefined;
}
