/**
 * The build side of `@fresh/core`: the Builder, for `dev.ts` and for tests.
 *
 * @module
 */
export { type ApplyBuild, Builder } from "./builder/builder.ts";
export type { BuildOptions, ResolvedBuildConfig } from "./builder/build_config.ts";
export type {
  OnTransformArgs,
  OnTransformOptions,
  OnTransformResult,
  TransformFn,
} from "./builder/static_sources.ts";
