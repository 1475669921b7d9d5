import type { ServerCheck } from "../../contract/server_check.ts";
import type { OwnServerId } from "../models/model.ts";
import type { Registry } from "../models/registry.ts";
import type { ServerFinding } from "./available_models.ts";

/** A server that can be looked at now. */
export interface CheckedServer {
  /** Looks anew. Never rejects. */
  lookAnew(): Promise<ServerFinding>;
}

/** What the servers are, and the settings that name them. */
const SERVERS: Readonly<Record<OwnServerId, Pick<ServerCheck, "name" | "setting">>> = {
  "raw-endpoint": { name: "Endpoint", setting: "HF_ENDPOINT_URL" },
  "comfyui": { name: "ComfyUI", setting: "COMFYUI_URL" },
  "videos-api": { name: "/v1/videos server", setting: "VIDEOS_API_URL" },
};

/** Tries the operator's servers, and says what is to be done. */
export class ServerChecks {
  readonly #registry: Pick<Registry, "models">;
  readonly #servers: ReadonlyMap<OwnServerId, CheckedServer>;

  constructor(
    registry: Pick<Registry, "models">,
    servers: ReadonlyMap<OwnServerId, CheckedServer>,
  ) {
    this.#registry = registry;
    this.#servers = servers;
  }

  /** Looks at all that are set up, at once. Never rejects. */
  async check(): Promise<readonly ServerCheck[]> {
    return await Promise.all([...this.#servers].map(async ([id, server]) => {
      const { name, setting } = SERVERS[id];
      const found = await server.lookAnew();
      switch (found.kind) {
        case "answers":
          return { name, setting, ...this.#modelsOf(id, found) };
        case "server-off":
          return {
            ...{ name, setting, isWell: false },
            says: `Nothing answers at the address in ${setting}: start the server, and check the ` +
              "address and the firewall.",
          };
        case "server-other":
          return {
            ...{ name, setting, isWell: false },
            says:
              `Something answers at the address in ${setting}, but not as such a server does: ` +
              "check port and path.",
          };
        case "server-login":
          return {
            ...{ name, setting, isWell: false },
            says: `Whoever answers at the address in ${setting} asks for a login: check the key ` +
              "or header that is set for it.",
          };
      }
    }));
  }

  #modelsOf(
    id: OwnServerId,
    { says, missing }: Extract<ServerFinding, { readonly kind: "answers" }>,
  ): Pick<ServerCheck, "isWell" | "says"> {
    const models = this.#registry.models.flatMap(({ name, routes }) => {
      const route = routes.find(({ provider }) => provider === id);
      return route ? [{ name, missing: missing(route) }] : [];
    });
    const ready = models.filter(({ missing }) => missing.length === 0).map(({ name }) => name);
    const lacking = models.filter(({ missing }) => missing.length > 0)
      .map(({ name, missing }) => `${name} needs what is missing there: ${missing.join(", ")}.`);
    const can = ready.length === 0
      ? "None of the models that are known here can be made there."
      : `It can make ${ready.join(", ")}.`;
    return {
      isWell: ready.length > 0,
      says: [`It answers: ${says}.`, can, ...lacking].join(" "),
    };
  }
}
