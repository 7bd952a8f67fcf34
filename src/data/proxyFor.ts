/** The environment's variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address. The variables are `HTTP_PROXY` or `HTTPS_PROXY` by the scheme of the address, else
 * `ALL_PROXY`, and `NO_PROXY` for exceptions. A name in lower case takes precedence. A proxy without a scheme is
 * reached by http.
 * @returns undefined when the address needs no proxy
 * @throws TypeError when the proxy is no valid address, or the user and password in it are not escaped
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (isExempt(url, variable("no_proxy", environment))) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const proxy = variable(`${scheme}_proxy`, environment) || variable("all_proxy", environment);
  if (!proxy) return undefined;
  const address = new URL(proxy.includes("://") ? proxy : `http://${proxy}`);
  // With an unescaped "/", "#" or "?" in a password, `URL` takes the text before it for the host, which messages show.
  if (`${address.pathname}${address.search}${address.hash}`.includes("@"))
    throw new TypeError("The user and password of a proxy are not escaped.");
  return address;
}

function variable(name: string, environment: Environment): string {
  return (environment[name] || environment[name.toUpperCase()] || "").trim();
}

/**
 * Whether a list such as `localhost, .example.com, 10.0.0.1:8080` contains the address or a domain above it. An entry
 * with a port is only for that port. `*` is for all addresses.
 */
function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = withoutBrackets(url.hostname);
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name, onlyPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === undefined || (onlyPort && onlyPort !== port)) return false;
      const domain = withoutBrackets(name).replace(/^\*?\./, "");
      return host === domain || host.endsWith(`.${domain}`);
    });
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
