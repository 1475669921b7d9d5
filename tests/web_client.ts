/** What an answer carried, as text; bytes that are no text become replacement characters. */
export interface HeardAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A browser without a screen: it keeps cookies for each host and remembers all that it was sent. */
export class WebClient {
  readonly heard: HeardAnswer[] = [];
  readonly #cookies = new Map<string, Map<string, string>>();

  /** One request, without following a redirect. */
  async ask(url: string, init: RequestInit = {}): Promise<HeardAnswer> {
    const jar = this.#jarOf(url);
    const headers = new Headers(init.headers);
    if (!headers.has("accept")) headers.set("accept", "text/html");
    if (jar.size > 0) headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    const { status } = response;
    const answer = { url, status, headers: response.headers, body: await response.text() };
    for (const cookie of response.headers.getSetCookie()) keep(jar, cookie);
    this.heard.push(answer);
    return answer;
  }

  /** One request and all the redirects after it. */
  async go(url: string, init: RequestInit = {}): Promise<HeardAnswer> {
    let answer = await this.ask(url, init);
    for (let hops = 0; answer.headers.has("location") && hops < 20; hops++) {
      answer = await this.ask(new URL(answer.headers.get("location") ?? "", answer.url).href);
    }
    return answer;
  }

  /** Sends a form as a page of the same site does, and follows. */
  send(url: string, fields: Record<string, string>): Promise<HeardAnswer> {
    const headers = { origin: new URL(url).origin };
    return this.go(url, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  /** The value of a cookie for that address. */
  cookie(url: string, name: string): string | undefined {
    return this.#jarOf(url).get(name);
  }

  /** Puts a cookie there by hand. */
  setCookie(url: string, name: string, value: string): void {
    this.#jarOf(url).set(name, value);
  }

  /** By host and port: cookies know no ports, but the hosts of tests are told apart by them. */
  #jarOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
  const end = pair.indexOf("=");
  const [name, value] = [pair.slice(0, end), pair.slice(end + 1)];
  if (value === "" || attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, value);
}

/** Signs in at the provider of `tests/fakes/openid_provider.ts`, whose forms need no scripting. */
export async function signInAs(
  client: WebClient,
  { lounge, name, begun = `${lounge.url}/account/sign-in` }: {
    readonly lounge: { readonly url: string };
    readonly name: string;
    /** Address of the provider that an earlier request to sign in was led to. */
    readonly begun?: string | undefined;
  },
): Promise<HeardAnswer> {
  const login = { prompt: "login", login: name, password: "anything" };
  let page = await client.go(begun);
  // Whom it knows already it asks for consent alone.
  for (let forms = 0; forms < 2 && page.url.includes("/interaction/"); forms++) {
    const fields = page.body.includes('name="login"') ? login : { prompt: "consent" };
    page = await client.send(actionOf(page), fields);
  }
  return page;
}

function actionOf({ url, body }: HeardAnswer): string {
  const action = /action="([^"]+)"/.exec(body)?.[1];
  if (!action) throw new Error(`No form at ${url}: ${body.slice(0, 300)}`);
  return new URL(action, url).href;
}
