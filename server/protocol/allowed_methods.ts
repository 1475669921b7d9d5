import { LoungeError } from "../errors.ts";
import { HeaderedError } from "./error_headers.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
type HandledMethod = typeof METHODS[number];

/** A known address was asked with a method that it does not have (RFC 9110 section 15.5.6). */
export class MethodNotAllowedError extends HeaderedError<"method-not-allowed"> {
  /** `allow` is the value of the `Allow` header. */
  constructor(allow: string) {
    super("method-not-allowed", { kind: "allow", allow }, { headers: { allow } });
  }
}

/**
 * RFC 9110 section 9.1: a method that no address here knows is answered with 501, wherever it is
 * sent. Methods are case-sensitive. Fresh's router fails at every other method than these seven.
 *
 * @throws {LoungeError} `method-not-implemented`
 */
export function checkMethod(method: string): void {
  if (method === "OPTIONS" || METHODS.some((known) => known === method)) return;
  throw new LoungeError("method-not-implemented", { kind: "known", methods: METHODS });
}

/**
 * Handlers for all methods that a route does not have: `OPTIONS` lists the others, the rest throw.
 * Fresh would answer them with 404, or with the page itself.
 *
 * @throws {MethodNotAllowedError} from the returned handlers
 */
export function allowOnly(...methods: HandledMethod[]): Record<string, () => Response> {
  const allow = methods.join(", ");
  const refused = METHODS.filter((method) => !methods.includes(method));
  const refuse = () => {
    throw new MethodNotAllowedError(allow);
  };
  return {
    ...Object.fromEntries(refused.map((method) => [method, refuse])),
    OPTIONS: () => new Response(null, { status: 204, headers: { allow } }),
  };
}
