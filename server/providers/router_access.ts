import type { Charged } from "../../contract/problem.ts";
import { ProviderError } from "../errors.ts";
import type { ProviderCall } from "../generation/ports/provider.ts";

/** Where the router is and what it is reached with. */
export interface RouterAccess {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** Whose token pays; sent to the router's origin and nowhere else. */
  readonly token: string;
  /** Organisation that pays in the token owner's stead (Hugging Face "Pricing and billing"). */
  readonly billTo?: string | undefined;
}

/** Where the router is, and who may pay. */
export interface RouterSettings {
  /** Base address of the router, without a trailing slash. */
  readonly routerUrl: string;
  /** The instance's own; sent to the router alone, and only when no visitor pays. */
  readonly token?: string;
  /** Organisation that pays for what is made with the instance's token. */
  readonly billTo?: string;
}

/**
 * Whose token goes along with a call: the visitor's before the instance's.
 *
 * @throws {ProviderError} `auth-invalid` without one that can stand in a header, `charged` as given
 */
export async function chooseAccess(
  { routerUrl: url, token, billTo }: RouterSettings,
  call: ProviderCall,
  charged: Charged,
): Promise<RouterAccess> {
  const visitorToken = await call.visitorToken?.();
  const chosen = visitorToken ?? token;
  if (chosen === undefined || !/^[\x21-\x7e]+$/.test(chosen)) {
    throw new ProviderError("auth-invalid", {}, { charged });
  }
  const paysInStead = visitorToken === undefined ? billTo : undefined;
  return { url, token: chosen, billTo: paysInStead };
}
