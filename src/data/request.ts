import { type Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import * as l10n from "@vscode/l10n";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { withoutCredentials } from "../files/withoutCredentials";
import { FetchFailure } from "./FetchFailure";
import { proxyFor } from "./proxyFor";

export interface RequestOptions {
  headers: Record<string, string>;
  /** Aborting ends the request, and the reading of the answer. */
  signal: AbortSignal;
}

const mostRedirects = 10;

/**
 * Requests `url` through the proxy that the environment names for it, if there is one, and follows redirects. The
 * caller must read the answer's body, or abort.
 * @throws FetchFailure for redirects and proxies that cannot be used; the signal's reason when aborted before the
 * request; the system's error otherwise, as the `cause` of an Error where the request went through a proxy
 */
export async function request(url: string, options: RequestOptions): Promise<IncomingMessage> {
  let next = new URL(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await ask(next, options);
    const { statusCode, headers } = response;
    if (![301, 302, 303, 307, 308].includes(statusCode!) || headers.location === undefined) return response;
    response.destroy();
    next = target(headers.location, next);
  }
  throw new FetchFailure(l10n.t("redirects more than {0} times", mostRedirects), false);
}

function target(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return url;
  throw new FetchFailure(
    l10n.t("redirects to {0}", JSON.stringify(withoutCredentials(location).slice(0, 100))),
    false,
  );
}

async function ask(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const { signal } = options;
  signal.throwIfAborted();
  const proxy = usableProxy(url);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  // The request's own signal does not end a connection that an agent is still opening.
  const connecting = new AbortController();
  const giveUp = () => connecting.abort();
  signal.addEventListener("abort", giveUp);
  const hasConnected = () => signal.removeEventListener("abort", giveUp);
  return new Promise((resolve, reject) => {
    send(url, { ...options, agent: proxy && agentOf(proxy, url, connecting.signal) })
      .on("socket", hasConnected)
      .on("response", (response) => {
        // Without this listener, an error of a body that is not read would end the process.
        response.on("error", () => {});
        resolve(response);
      })
      .on("error", (cause) => {
        hasConnected();
        reject(proxy ? new Error(l10n.t("through the proxy {0}", proxy.host), { cause }) : cause);
      })
      .end();
  });
}

function usableProxy(url: URL): URL | undefined {
  let proxy: URL | undefined;
  try {
    proxy = proxyFor(url, process.env);
  } catch {
    throw invalidProxy();
  }
  if (!proxy || /^https?:$/.test(proxy.protocol)) return proxy;
  // A proxy without a scheme may hold `://` in its password. The protocol is then the user's name and must not be
  // shown.
  if (!proxy.protocol.startsWith("socks")) throw invalidProxy();
  throw new FetchFailure(
    l10n.t(
      "is to be asked through a proxy of the kind {0}, where http or https is needed",
      proxy.protocol.slice(0, -1),
    ),
    false,
  );
}

function invalidProxy(): FetchFailure {
  return new FetchFailure(l10n.t("is to be asked through a proxy whose address is not valid"), false);
}

/**
 * The agent that sends a request through a proxy. An https request goes through a tunnel, in which the proxy can read
 * only the host. An http request is forwarded by the proxy.
 */
function agentOf(proxy: URL, url: URL, signal: AbortSignal): Agent {
  const ProxyAgent = url.protocol === "https:" ? HttpsProxyAgent : HttpProxyAgent;
  const agent = new ProxyAgent(proxy, { signal });
  const connect = agent.connect.bind(agent);
  // The agent connects some time after the request. Node.js connects even if the signal was aborted in the meantime.
  agent.connect = async (...given: Parameters<typeof connect>) => {
    signal.throwIfAborted();
    return connect(...given);
  };
  return agent;
}
