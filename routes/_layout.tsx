import { PageFrame } from "../components/PageFrame.tsx";
import { define, type State } from "../server/app_state.ts";
import { describeSite } from "../server/pages/site_facts.ts";

/** Stands around every page; an error page may have to do without any state. */
export default define.layout(function Layout({ Component, state, url }) {
  const { site = describeSite({}, url), caller }: Partial<State> = state;
  return (
    <PageFrame site={site} path={url.pathname} account={caller?.account}>
      <Component />
    </PageFrame>
  );
});
