import * as v from "valibot";

/** A Hugging Face token that a visitor pasted, as it is locked into a cookie. Times in milliseconds. */
export const OwnTokenSchema = v.object({
  token: v.string(),
  /** Whose it is, as the Hub says; absent when the Hub could not be asked. */
  name: v.optional(v.string()),
  expiresAt: v.number(),
});

export type OwnToken = v.InferOutput<typeof OwnTokenSchema>;

/** Who signed in, as it is locked into a cookie. */
export const SessionSchema = v.object({
  issuer: v.string(),
  subject: v.string(),
  name: v.string(),
  /** The account's library: the visitor id that its films belong to. */
  libraryId: v.string(),
  accessToken: v.string(),
  /** When the access token ends, in milliseconds since 1970. */
  tokenExpiresAt: v.number(),
  refreshToken: v.optional(v.string()),
});

export type Session = v.InferOutput<typeof SessionSchema>;

/** What a sign-in on its way has to find again when the visitor comes back. */
export const SignInFlowSchema = v.object({
  state: v.string(),
  nonce: v.string(),
  codeVerifier: v.string(),
  /** Path to go on to. */
  returnTo: v.string(),
});

export type SignInFlow = v.InferOutput<typeof SignInFlowSchema>;

/** What a request's cookies say of its visitor; holds no token, so that none can reach a page. */
export interface Access {
  readonly signedIn?: {
    readonly issuer: string;
    readonly subject: string;
    readonly name: string;
    readonly libraryId: string;
    /**
     * Until when the account's credits pay, in milliseconds since 1970; absent when that is over or a
     * service has refused the session's token.
     */
    readonly paysUntil?: number;
  };
  readonly ownToken?: {
    readonly name?: string;
    readonly expiresAt: number;
    /** A service does not accept it, so it pays for nothing. */
    readonly isRefused: boolean;
  };
}
