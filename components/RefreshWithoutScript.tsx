import { Head } from "fresh/runtime";

/** Has a browser without scripting fetch the page again every few seconds. */
export function RefreshWithoutScript() {
  return (
    <Head>
      <noscript
        // Written as text, because an element inside would be lifted out of it into the head.
        // deno-lint-ignore react-no-danger
        dangerouslySetInnerHTML={{ __html: '<meta http-equiv="refresh" content="4">' }}
      />
    </Head>
  );
}
