import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { findFilms } from "../../server/pages/film_selection.ts";
import { filmsArchive } from "../../server/pages/films_archive.ts";

export const handler = define.handlers({
  ...allowOnly("GET"),
  async GET(ctx) {
    const { services, caller: viewer } = ctx.state;
    return filmsArchive(await findFilms(services, { viewer, query: ctx.url.searchParams }));
  },
});
