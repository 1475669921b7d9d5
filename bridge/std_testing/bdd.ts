/**
 * Stand-in for `@std/testing/bdd`: suites, tests and hooks over `Deno.test`.
 *
 * @module
 */
import {
  type BddOptions,
  type Case,
  type CaseFunction,
  createSuite,
  type HookFunction,
  type HookKind,
  runCase,
  runSuite,
  type Suite,
} from "./suite.ts";

export type { BddOptions, CaseFunction, HookFunction } from "./suite.ts";

/** A function that registers a test or a suite, in one of three ways of naming it. */
export interface Register<Body> {
  (name: string, fn: Body): void;
  (name: string, options: BddOptions, fn: Body): void;
  (definition: BddOptions & { name: string; fn: Body }): void;
}

/** The same with the variants that focus on the test or leave it out. */
export interface Registers<Body> extends Register<Body> {
  only: Register<Body>;
  ignore: Register<Body>;
  skip: Register<Body>;
}

type Arguments<Body> =
  | [name: string, fn: Body]
  | [name: string, options: BddOptions, fn: Body]
  | [definition: BddOptions & { name: string; fn: Body }];

/** The suite whose body is running now. */
let open: Suite | undefined;
/** Holds every test of the file once a hook is registered outside all suites. */
let fileSuite: Suite | undefined;
let hasTopLevelTests = false;

/** Registers a test case, in the suite whose body is running or by itself. */
export const it: Registers<CaseFunction> = withVariants((...args) => {
  const item: Case = { kind: "case", ...readArguments(args) };
  if (!addToSuite(item)) {
    register(item, (context) => runCase(item, { test: context }));
  }
});

/** Registers a suite; tests, suites and hooks that its body registers belong to it. */
export const describe: Registers<() => void> = withVariants((...args) => {
  const { fn, ...options } = readArguments(args);
  const suite = createSuite(options);
  const outer = open;
  if (!addToSuite(suite)) {
    register(suite, (context) => runSuite(suite, { test: context }));
  }
  open = suite;
  try {
    fn();
  } finally {
    open = outer;
  }
});

/** Another name of `it`. */
export const test: Registers<CaseFunction> = it;

/** Runs once before the first test of the suite. */
export function beforeAll(fn: HookFunction): void {
  addHook("beforeAll", fn);
}

/** Runs once after the last test of the suite, even when tests failed. */
export function afterAll(fn: HookFunction): void {
  addHook("afterAll", fn);
}

/** Runs before each test of the suite and of the suites inside it, outermost first. */
export function beforeEach(fn: HookFunction): void {
  addHook("beforeEach", fn);
}

/** Runs after each test of the suite and of the suites inside it, innermost first. */
export function afterEach(fn: HookFunction): void {
  addHook("afterEach", fn);
}

export { afterAll as after, beforeAll as before };

function withVariants<Body>(
  add: (...args: Arguments<Body>) => void,
): Registers<Body> {
  const variant = (extra: BddOptions): Register<Body> => (...args: Arguments<Body>) => {
    add({ ...readArguments(args), ...extra });
  };
  const ignore = variant({ ignore: true });
  return Object.assign(variant({}), {
    only: variant({ only: true }),
    ignore,
    skip: ignore,
  });
}

function readArguments<Body>(
  args: Arguments<Body>,
): BddOptions & { name: string; fn: Body } {
  if (args.length === 1) return args[0];
  return args.length === 2
    ? { name: args[0], fn: args[1] }
    : { ...args[1], name: args[0], fn: args[2] };
}

function addHook(kind: HookKind, fn: HookFunction): void {
  if (!open && !fileSuite) {
    if (hasTopLevelTests) {
      throw new Error(
        "Cannot add global hooks after a global test is registered",
      );
    }
    const suite = createSuite({ name: "global" });
    fileSuite = suite;
    registerTest(suite, (context) => runSuite(suite, { test: context }));
  }
  (open ?? fileSuite)?.hooks[kind].push(fn);
}

function addToSuite(item: Case | Suite): boolean {
  const suite = open ?? fileSuite;
  suite?.items.push(item);
  return suite !== undefined;
}

function register(
  item: Case | Suite,
  fn: (context: Deno.TestContext) => Promise<void>,
): void {
  hasTopLevelTests = true;
  registerTest(item, fn);
}

function registerTest(
  item: Case | Suite,
  fn: (context: Deno.TestContext) => Promise<void>,
): void {
  const { name, ignore, only, permissions, sanitizeOps, sanitizeResources, sanitizeExit } = item;
  Deno.test({
    name,
    ignore,
    only,
    permissions,
    sanitizeOps,
    sanitizeResources,
    sanitizeExit,
    fn,
  });
}
