const HREFS = [
  "/links/here",
  "/links/here/",
  "/links/here#part",
  "/links/here?tab=1",
  "/links",
  "/",
  "/links/he",
  "/elsewhere",
  "https://example.com/links/here",
];

export default function Links() {
  return (
    <nav>
      {HREFS.map((href) => <a key={href} href={href}>{href}</a>)}
      <a href="/links/here?own" aria-current="step">set by hand</a>
      <a href="/links/here?none" aria-current="false">set by hand</a>
    </nav>
  );
}
