import type { Crop } from "../../../contract/crop.ts";
import type { FailureFacts, GenerationProgress, VideoFacts } from "../../../contract/generation.ts";
import { type Shape, SHAPES } from "../../../contract/frame_size.ts";
import type { Charged } from "../../../contract/problem.ts";
import type { Settings } from "../../../contract/settings.ts";
import type {
  Generation,
  HeldGeneration,
  PictureFacts,
  Recipe,
  RouteFacts,
  Submission,
} from "../../generation/generation.ts";
import type { PictureLook } from "../../generation/ports/picture_store.ts";
import { RowReader } from "./row_reader.ts";
import type { SqlRow } from "./sql_database.ts";

/**
 * The generation in a row of `generations`.
 *
 * @throws {Error} when a column lacks what the row's state requires
 */
export function toGeneration(row: SqlRow): Generation {
  const reader = new RowReader(row);
  const facts = readFacts(reader);
  const state = reader.text("state");
  switch (state) {
    case "queued":
      return { ...facts, state };
    case "running":
    case "saving":
      return { ...facts, ...readWork(reader), state };
    case "succeeded":
      return {
        ...facts,
        state,
        startedAt: reader.number("started_at"),
        endedAt: reader.number("ended_at"),
        video: reader.json<VideoFacts>("video"),
        charged: readCharged(reader),
      };
    case "failed":
      return {
        ...facts,
        ...readOptionalStart(reader),
        state,
        endedAt: reader.number("ended_at"),
        failure: reader.json<FailureFacts>("failure"),
      };
    case "canceled":
      return {
        ...facts,
        ...readOptionalStart(reader),
        state,
        endedAt: reader.number("ended_at"),
        charged: readCharged(reader),
      };
    default:
      throw new Error(`A generation's row has the unknown state ${state}`);
  }
}

/** As `toGeneration`, for a row that a runner holds. */
export function toHeldGeneration(row: SqlRow | undefined): HeldGeneration {
  const generation = row && toGeneration(row);
  if (generation?.state === "running" || generation?.state === "saving") return generation;
  throw new Error("A claimed generation is neither running nor saving");
}

function readFacts(reader: RowReader) {
  const batch = reader.optionalText("batch");
  const servedBy = reader.optionalText("served_by");
  const route = reader.optionalJson<RouteFacts>("route");
  const estimatedMicroUsd = reader.optionalNumber("estimated_micro_usd");
  const reservedMicroUsd = reader.optionalNumber("reserved_micro_usd");
  return {
    id: reader.text("id"),
    visitorId: reader.text("visitor_id"),
    providerId: reader.text("provider_id"),
    ...(servedBy !== undefined && { servedBy }),
    ...(route !== undefined && { route }),
    payer: readPayer(reader),
    ...(estimatedMicroUsd !== undefined && { estimatedMicroUsd }),
    ...(reservedMicroUsd !== undefined && { reservedMicroUsd }),
    recipe: readRecipe(reader),
    picture: readPicture(reader),
    ...(batch !== undefined && { batch }),
    createdAt: reader.number("created_at"),
    attempt: reader.number("attempt"),
    lastSeq: reader.number("last_seq"),
    isCached: reader.flag("is_cached"),
    isPublic: reader.flag("is_public"),
    isPromptShared: reader.flag("is_prompt_shared"),
    fileName: reader.text("file_name"),
    unsharedAt: reader.number("unshared_at"),
    isCancelRequested: reader.flag("is_cancel_requested"),
  };
}

function readPicture(reader: RowReader): PictureFacts {
  const look = reader.optionalJson<PictureLook>("picture_look");
  return {
    sha256: reader.text("picture_sha256"),
    bytes: reader.number("picture_bytes"),
    ...(look !== undefined && { look }),
  };
}

function readRecipe(reader: RowReader): Recipe {
  const prompt = reader.optionalText("prompt");
  const shape = reader.optionalText("shape");
  const crop = reader.optionalJson<Crop>("crop");
  return {
    modelId: reader.text("model_id"),
    seed: reader.number("seed"),
    isSeedExplicit: reader.flag("is_seed_explicit"),
    ...(prompt !== undefined && { prompt }),
    settings: reader.json<Settings>("settings"),
    ...(isShape(shape) && { shape }),
    ...(crop !== undefined && { crop }),
  };
}

function isShape(text: string | undefined): text is Shape {
  return SHAPES.some((shape) => shape === text);
}

function readPayer(reader: RowReader): Generation["payer"] {
  const payer = reader.text("payer");
  if (payer === "nobody" || payer === "instance" || payer === "visitor") return payer;
  throw new Error(`A generation's row has the unknown payer ${payer}`);
}

function readWork(reader: RowReader) {
  const progress = reader.optionalJson<GenerationProgress>("progress");
  return {
    startedAt: reader.number("started_at"),
    lease: { owner: reader.text("lease_owner"), until: reader.number("lease_until") },
    submission: reader.json<Submission>("submission"),
    ...(progress !== undefined && { progress }),
  };
}

function readOptionalStart(reader: RowReader) {
  const startedAt = reader.optionalNumber("started_at");
  return startedAt === undefined ? {} : { startedAt };
}

function readCharged(reader: RowReader): Charged {
  const charged = reader.text("charged");
  if (charged === "no" || charged === "yes" || charged === "unknown") return charged;
  throw new Error(`A generation's row has the unknown charge ${charged}`);
}
