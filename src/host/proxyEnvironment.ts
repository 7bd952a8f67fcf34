/** VS Code's settings below `http`, such as `workspace.getConfiguration("http")`. */
export interface HttpSettings {
  get(name: string): unknown;
}

/**
 * VS Code's `http.proxy`, `http.noProxy` and `http.proxyStrictSSL` as environment variables for the trainer, whose
 * downloads read them. Empty settings leave out their variables, so that those of the editor's own environment
 * hold, as they do for the editor.
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
  // What arrives is checked by its SHA-256, whoever it comes from.
  if (http.get("proxyStrictSSL") === false) environment.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  return environment;
}

/** So that neither of the two that may be in the environment already prevails. */
function bothCases(name: string, value: string): Record<string, string> {
  return { [name]: value, [name.toLowerCase()]: value };
}
