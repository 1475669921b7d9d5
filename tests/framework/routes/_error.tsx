import { HttpError, page } from "fresh";
import { define } from "../define.ts";

export const handler = define.handlers((ctx) => {
  const { error } = ctx;
  const status = error instanceof HttpError ? error.status : 500;
  if (ctx.req.headers.get("accept") === "application/json") return ctx.json({ status }, { status });
  return page({ words: `error page: ${error instanceof HttpError ? status : error}` }, {
    status,
    headers: { "x-error": "told" },
  });
});

export default define.page<typeof handler>(({ data }) => <p>{data.words}</p>);
