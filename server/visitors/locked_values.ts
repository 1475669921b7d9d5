import * as v from "valibot";

/** A Hugging Face token that a visitor pasted, as it is encrypted in a cookie. Times in milliseconds. */
export const OwnTokenSchema = v.object({
  token: v.string(),
  /** Whose it is, as the Hub says; absent when the Hub could not be asked. */
  name: v.optional(v.string()),
  expiresAt: v.number(),
});

export type OwnToken = v.InferOutput<typeof OwnTokenSchema>;

/** Who signed in, as it is encrypted in a cookie. */
export const SessionSchema = v.object({
  issuer: v.string(),
  subject: v.string(),
  name: v.string(),
  /** The account's library: the visitor id that its videos belong to. */
  libraryId: v.string(),
  /** In milliseconds since 1970; absent in sessions from before it was noted. */
  signedInAt: v.optional(v.number()),
  accessToken: v.string(),
  /** When the access token ends, in milliseconds since 1970. */
  tokenExpiresAt: v.number(),
  refreshToken: v.optional(v.string()),
  /** False where the visitor did not allow to pay with the account's credits. */
  mayPay: v.optional(v.boolean()),
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
