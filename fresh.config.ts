/**
 * Plain options of the app and its build in one place. Fresh 2 reads no such file by itself:
 * `server/app.ts` and `dev.ts` hand them over.
 */
export const freshConfig = {
  /** For `new App()`. */
  app: {},
  /** For `new Builder()`. */
  build: {
    target: ["chrome99", "firefox99", "safari15"],
    /** Test files, and the parts of islands: each would be bundled as an island of its own. */
    ignore: [/[._]test\.(?:[tj]sx?|[mc][tj]s)$/, /[/\\]islands[/\\][a-z_]+[/\\]/],
  },
};
