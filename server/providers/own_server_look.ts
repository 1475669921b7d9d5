import { ProviderError } from "../errors.ts";
import type { ServerFinding, ServerLack } from "../generation/available_models.ts";
import type { OwnServerLook } from "../generation/registry_models.ts";
import type { Route } from "../models/model.ts";
import { Remembered } from "../remembered.ts";
import type { OwnServer, OwnServerRequest } from "./own_server.ts";
import { dig } from "./routed_provider.ts";

const KEPT_MS = 20_000;
const LOOK_MS = 5000;

/** A look at the server, remembered for a while: every page tells how it stands. */
export class RememberedLook implements OwnServerLook {
  readonly #find: () => Promise<ServerFinding>;
  readonly #found: Remembered<ServerFinding>;

  constructor(find: () => Promise<ServerFinding>, now: () => number) {
    this.#find = find;
    this.#found = new Remembered({ keepMs: KEPT_MS, now, servesStale: true });
  }

  async lackOf(route: Route): Promise<Omit<ServerLack, "server"> | undefined> {
    const found = await this.#found.get("", this.#find);
    if (found.kind !== "answers") return { needs: found.kind };
    const missing = found.missing(route);
    return missing.length === 0 ? undefined : { needs: "server-lacks", missing };
  }

  /** Looks anew, and remembers what it finds. Never rejects. */
  async lookAnew(): Promise<ServerFinding> {
    this.#found.forget("");
    return await this.#found.get("", this.#find);
  }
}

/**
 * Asks the server for JSON; what keeps it from answering becomes the finding.
 *
 * @returns the JSON, or what was found in its place
 */
export async function lookFor(
  server: OwnServer,
  request: OwnServerRequest,
): Promise<{ readonly kind: "json"; readonly body: unknown } | ServerFinding> {
  const { signal } = new AbortController();
  try {
    const answer = await server.ask({ timeoutMs: LOOK_MS, ...request }, signal);
    if (answer.kind === "json") return answer;
    const { status } = answer.refusal.answer;
    const isLogin = [302, 303, 307, 401, 403, 407].includes(status);
    if (isLogin) return { kind: "server-login" };
    // A gateway in front of it.
    return { kind: [502, 503, 504].includes(status) ? "server-off" : "server-other" };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const isOther = error.code === "overloaded" || error.code === "bad-output";
    return { kind: isOther ? "server-other" : "server-off" };
  }
}

/** What a `/v1/videos` server serves, by its list of models (`GET /v1/models`). */
export async function findVideosApi(server: OwnServer): Promise<ServerFinding> {
  const listed = await lookFor(server, { path: "/v1/models" });
  if (listed.kind !== "json") return listed;
  const list = dig(listed.body, "data");
  if (!Array.isArray(list)) return { kind: "server-other" };
  const served = list.map((each) => String(dig(each, "id")));
  return {
    kind: "answers",
    says: `a server that lists ${served.join(", ") || "no model"}`,
    missing: ({ providerModel }) =>
      providerModel === undefined || served.includes(providerModel) ? [] : [providerModel],
  };
}

/** Whether the operator's endpoint says that it is ready (`GET /health`, as Inference Endpoints do). */
export async function findEndpoint(server: OwnServer): Promise<ServerFinding> {
  const health = await lookFor(server, { path: "/health" });
  // Most answer with a word, or do not know the path: that somebody answers is all that it tells.
  const isThere = health.kind === "json" || health.kind === "server-other";
  if (!isThere) return health;
  const says = health.kind === "json" ? "ready" : "somebody is there, whether or not it is loaded";
  return { kind: "answers", says, missing: () => [] };
}
