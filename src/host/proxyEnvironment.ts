/** VS Code's settings below `http`, such as `workspace.getConfiguration("http")`. */
export interface HttpSettings {
  get(name: string): unknown;
}

/**
 * VS Code's `http.proxy`, `http.noProxy` and `http.proxyStrictSSL` as environment variables for the trainer's
 * downloads. An empty setting sets no variable, so that the variables of VS Code's own environment apply, as they do to
 * VS Code. With `http.proxySupport` off, no setting sets a variable.
 */
export function proxyEnvironment(http: HttpSettings): Record<string, string> {
  if (http.get("proxySupport") === "off") return {};
  const [proxy, noProxy] = [http.get("proxy"), http.get("noProxy")];
  const environment: Record<string, string> = {};
  if (typeof proxy === "string" && proxy.trim()) {
    Object.assign(environment, bothCases("HTTP_PROXY", proxy.trim()), bothCases("HTTPS_PROXY", proxy.trim()));
  }
  if (Array.isArray(noProxy) && noProxy.length > 0) {
    Object.assign(environment, bothCases("NO_PROXY", noProxy.join(",")));
  }
  // Downloads are checked by their SHA-256, so that any server is acceptable.
  if (http.get("proxyStrictSSL") === false) environment.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  return environment;
}

/** A variable in capital and in small letters, so that an inherited variable in either spelling has no effect. */
function bothCases(name: string, value: string): Record<string, string> {
  return { [name]: value, [name.toLowerCase()]: value };
}
