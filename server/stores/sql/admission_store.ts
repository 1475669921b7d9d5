import { canMove } from "../../../contract/generation_state.ts";
import type { Generation, Recipe } from "../../generation/generation.ts";
import type {
  AddOptions,
  AddOutcome,
  AdmissionStore,
  NewGeneration,
  SoughtRequest,
} from "../../generation/ports/admission_store.ts";
import { append, endGeneration, freeTime, getGeneration } from "./generation_changes.ts";
import { toGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import { findSpendRefusal, noteSpending } from "./spending.ts";
import type { SqlDatabase, SqlTransaction } from "./sql_database.ts";
import { countUnfinished, findFullQueue, joinQueue } from "./waiting_queue.ts";
import { createHash } from "node:crypto";

/** Takes generations into a database. */
export class SqlAdmissionStore implements AdmissionStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async add(generation: NewGeneration, options: AddOptions): Promise<AddOutcome> {
    return await this.#database.write((tx) => addGeneration(tx, generation, options));
  }

  async reopen(
    id: string,
    options: { readonly now: number; readonly maxUnfinished: number },
  ): Promise<"reopened" | "not-open" | "queue-full"> {
    return await this.#database.write((tx) => reopen(tx, id, options));
  }

  async findSameVideo(
    { visitorId, picture, recipe }: SoughtRequest,
  ): Promise<Generation | undefined> {
    const row = await this.#database.row(
      `select * from generations
      where state = 'succeeded' and picture_sha256 = $sha256 and model_id = $modelId
        and seed = $seed and recipe_key = $recipeKey and visitor_id = $visitorId
      order by created_at desc limit 1`,
      {
        visitorId,
        sha256: picture.sha256,
        modelId: recipe.modelId,
        seed: recipe.seed,
        recipeKey: recipeKeyOf(recipe),
      },
    );
    return row && toGeneration(row);
  }

  /** A seed that nobody chose differs every time. */
  async findSameRequest(
    { visitorId, picture, recipe }: SoughtRequest,
    since: number,
  ): Promise<Generation | undefined> {
    const row = await this.#database.row(
      `select * from generations
      where visitor_id = $visitorId and created_at >= $since and picture_sha256 = $sha256
        and model_id = $modelId and recipe_key = $recipeKey
        and is_seed_explicit = $isSeedExplicit and (is_seed_explicit = 0 or seed = $seed)
        and state not in ('failed', 'canceled') and is_cancel_requested = 0
      order by created_at desc limit 1`,
      {
        visitorId,
        since,
        sha256: picture.sha256,
        modelId: recipe.modelId,
        recipeKey: recipeKeyOf(recipe),
        isSeedExplicit: Number(recipe.isSeedExplicit),
        seed: recipe.seed,
      },
    );
    return row && toGeneration(row);
  }
}

async function addGeneration(
  tx: SqlTransaction,
  addition: NewGeneration,
  options: AddOptions,
): Promise<AddOutcome> {
  const earlier = await findByKey(tx, addition);
  if (earlier) return earlier;
  const { id, visitorId, cachedVideo } = addition;
  const full = await findFullQueue(tx, addition, options);
  if (full) return full;
  const refusal = await findSpendRefusal(tx, addition, options.spend);
  if (refusal) return refusal;
  const at = await freeTime(tx, visitorId, addition.createdAt);
  await insert(tx, addition, at);
  await noteSpending(tx, addition, at);
  await append(tx, id, { event: { type: "queued" }, at });
  if (cachedVideo) {
    await endGeneration(tx, id, {
      event: { type: "succeeded", video: cachedVideo, charged: "no" },
      at,
    });
  } else {
    await joinQueue(tx, { visitorId, line: addition.line ?? visitorId });
  }
  return { kind: "added", generation: await getGeneration(tx, id) };
}

async function findByKey(
  tx: SqlTransaction,
  { visitorId, idempotency }: NewGeneration,
): Promise<AddOutcome | undefined> {
  if (!idempotency) return undefined;
  const row = await tx.row(
    `select g.*, k.fingerprint from idempotency_keys k join generations g on g.id = k.generation_id
    where k.visitor_id = $visitorId and k.idempotency_key = $key`,
    { visitorId, key: idempotency.key },
  );
  const generation = row && toGeneration(row);
  if (!generation || isFreeAgain(generation)) return undefined;
  return {
    kind: "key-used",
    generation,
    isSameRequest: readerOf(row).text("fingerprint") === idempotency.fingerprint,
  };
}

/** Whether the same request, under the same key, is to be tried anew rather than told its failure. */
function isFreeAgain(generation: Generation): boolean {
  if (generation.state !== "failed") return false;
  const { charged, retryable } = generation.failure;
  return charged === "no" && retryable;
}

async function reopen(
  tx: SqlTransaction,
  id: string,
  { now, maxUnfinished }: { readonly now: number; readonly maxUnfinished: number },
): Promise<"reopened" | "not-open" | "queue-full"> {
  const open = await tx.row(
    `select visitor_id from generations
    where id = $id and state = 'failed' and submission is not null`,
    { id },
  );
  if (!open || !canMove("failed", "running")) return "not-open";
  const visitorId = readerOf(open).text("visitor_id");
  if (await countUnfinished(tx, visitorId) >= maxUnfinished) return "queue-full";
  await tx.run(
    `update generations set state = 'running', started_at = $now, ended_at = null, failure = null,
      failure_code = null, charged = null, lease_owner = '', lease_until = 0,
      is_cancel_requested = 0
    where id = $id`,
    { id, now },
  );
  await append(tx, id, { event: { type: "reopened" }, at: now });
  return "reopened";
}

/** Inserts row and key; a key that was free again is now this one's. */
async function insert(
  tx: SqlTransaction,
  addition: NewGeneration,
  createdAt: number,
): Promise<void> {
  const { id, visitorId, recipe, picture, route, idempotency } = addition;
  await tx.run(
    `insert into generations (id, visitor_id, provider_id, served_by, route, payer,
      estimated_micro_usd, reserved_micro_usd, model_id, seed, is_seed_explicit, prompt, settings,
      shape, crop, recipe_key, picture_sha256, picture_bytes, picture_look, batch, created_at,
      is_cached, started_at, line, file_name, state)
    values ($id, $visitorId, $providerId, $servedBy, $route, $payer,
      $estimatedMicroUsd, $reservedMicroUsd, $modelId, $seed, $isSeedExplicit, $prompt, $settings,
      $shape, $crop, $recipeKey, $sha256, $bytes, $look, $batch, $createdAt,
      $isCached, $startedAt, $line, $fileName, 'queued')`,
    {
      id,
      visitorId,
      providerId: addition.providerId,
      servedBy: addition.servedBy ?? null,
      route: route ? JSON.stringify(route) : null,
      payer: addition.payer,
      estimatedMicroUsd: addition.estimatedMicroUsd ?? null,
      reservedMicroUsd: addition.reservedMicroUsd ?? null,
      modelId: recipe.modelId,
      seed: recipe.seed,
      isSeedExplicit: Number(recipe.isSeedExplicit),
      prompt: recipe.prompt ?? null,
      settings: JSON.stringify(recipe.settings),
      shape: recipe.shape ?? null,
      crop: recipe.crop ? JSON.stringify(recipe.crop) : null,
      recipeKey: recipeKeyOf(recipe),
      sha256: picture.sha256,
      bytes: picture.bytes,
      look: picture.look ? JSON.stringify(picture.look) : null,
      batch: addition.batch ?? null,
      createdAt,
      isCached: Number(addition.cachedVideo !== undefined),
      startedAt: addition.cachedVideo ? createdAt : null,
      line: addition.line ?? "",
      fileName: crypto.randomUUID(),
    },
  );
  if (!idempotency) return;
  await tx.run(
    `insert into idempotency_keys (visitor_id, idempotency_key, fingerprint, generation_id)
    values ($visitorId, $key, $fingerprint, $id)
    on conflict (visitor_id, idempotency_key) do update
      set fingerprint = excluded.fingerprint, generation_id = excluded.generation_id`,
    { id, visitorId, key: idempotency.key, fingerprint: idempotency.fingerprint },
  );
}

/**
 * Tells videos of one picture, model and seed apart: SHA-256, in hexadecimal, of prompt, settings,
 * shape and crop, whatever the order of the settings. Empty for a recipe with none of them, as all
 * were before models had settings. Every implementation of the store keeps this key, so it must never
 * change.
 */
function recipeKeyOf({ prompt, settings, shape, crop }: Omit<Recipe, "modelId">): string {
  const values = Object.entries(settings).sort(([one], [other]) => one < other ? -1 : 1);
  const isBare = prompt === undefined && shape === undefined && crop === undefined;
  if (isBare && values.length === 0) return "";
  const part = crop && [crop.x, crop.y, crop.zoom];
  const text = JSON.stringify([prompt ?? null, values, shape ?? null, part ?? null]);
  return createHash("sha256").update(text).digest("hex");
}
