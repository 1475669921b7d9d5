/**
 * An error that answers the request with `status`. Thrown by the app to leave a handler early, and
 * by the router for 404 and 405.
 */
export class HttpError extends Error {
  /** The response's status code. */
  readonly status: number;

  /** `message` stays empty when it is left out: only the default error response falls back to the status text. */
  constructor(status: number, message: string = "", options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}
