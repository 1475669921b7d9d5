import { page } from "fresh";
import { HomePage } from "../components/HomePage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/http/allowed_methods.ts";

export const handler = define.handlers({ ...allowOnly("GET", "HEAD"), GET: () => page() });

export default define.page<typeof handler>(function Home({ state, url }) {
  return <HomePage facts={state.services.describeSite(url.origin)} />;
});
