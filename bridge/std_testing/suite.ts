/** What may be said about a test or a suite beside its name and body. */
export interface BddOptions {
  ignore?: boolean;
  only?: boolean;
  permissions?: Deno.PermissionOptions;
  sanitizeOps?: boolean;
  sanitizeResources?: boolean;
  sanitizeExit?: boolean;
}

/** What hooks and tests find in `this`: values that hooks leave for those that run after them. */
export type BddContext = Record<string, unknown>;

/** The body of a test case. */
export type CaseFunction = (
  // deno-lint-ignore no-explicit-any -- the caller says what its hooks put there
  this: any,
  context: Deno.TestContext,
) => void | Promise<void>;

/** The body of a hook. */
export type HookFunction = (
  // deno-lint-ignore no-explicit-any -- the caller says what its hooks put there
  this: any,
) => void | Promise<void>;

/** When a hook runs. */
export type HookKind = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";

/** A registered test case. */
export interface Case extends BddOptions {
  readonly kind: "case";
  readonly name: string;
  readonly fn: CaseFunction;
}

/** A registered suite. */
export interface Suite extends BddOptions {
  readonly kind: "suite";
  readonly name: string;
  readonly hooks: Record<HookKind, HookFunction[]>;
  readonly items: (Case | Suite)[];
}

/** Where in the tree of suites the run is. */
export interface Run {
  readonly test: Deno.TestContext;
  /** Suites around the item, outermost first. */
  readonly suites?: readonly Suite[];
  readonly context?: BddContext;
}

/** A suite with nothing in it yet. */
export function createSuite(
  options: BddOptions & { readonly name: string },
): Suite {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  return { ...options, kind: "suite", hooks, items: [] };
}

/** Runs the items of a suite one after another as steps, between its once-only hooks. */
export async function runSuite(suite: Suite, run: Run): Promise<void> {
  const context = { ...run.context };
  const suites = [...run.suites ?? [], suite];
  const hasFocus = suite.items.some(isFocused);
  try {
    await runHooks(suite.hooks.beforeAll, context);
    for (const item of suite.items) {
      const { name, sanitizeOps, sanitizeResources, sanitizeExit } = item;
      await run.test.step({
        ...{ name, sanitizeOps, sanitizeResources, sanitizeExit },
        ignore: item.ignore || (hasFocus && !isFocused(item)),
        fn: (test) => {
          const inner = { test, suites, context };
          return item.kind === "suite" ? runSuite(item, inner) : runCase(item, inner);
        },
      });
    }
  } finally {
    await runHooks(suite.hooks.afterAll, context);
  }
}

/** Runs one test between the hooks of all suites around it, on its own copy of their context. */
export async function runCase(item: Case, run: Run): Promise<void> {
  await runInside(run.suites ?? [], {
    item,
    test: run.test,
    context: { ...run.context },
  });
}

async function runInside(
  suites: readonly Suite[],
  run: {
    readonly item: Case;
    readonly test: Deno.TestContext;
    readonly context: BddContext;
  },
): Promise<void> {
  const [suite, ...inner] = suites;
  if (!suite) return await run.item.fn.call(run.context, run.test);
  await runHooks(suite.hooks.beforeEach, run.context);
  try {
    await runInside(inner, run);
  } finally {
    await runHooks(suite.hooks.afterEach, run.context);
  }
}

async function runHooks(
  hooks: readonly HookFunction[],
  context: BddContext,
): Promise<void> {
  for (const hook of hooks) await hook.call(context);
}

function isFocused(item: Case | Suite): boolean {
  return item.only === true ||
    (item.kind === "suite" && item.items.some(isFocused));
}
