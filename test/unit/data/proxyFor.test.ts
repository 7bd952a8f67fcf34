import { expect, test } from "vitest";
import { proxyFor } from "../../../src/data/proxyFor";

const proxyOf = (url: string, environment: Record<string, string>) =>
  proxyFor(new URL(url), environment)?.href;

test.each<[string, Record<string, string>, string | undefined]>([
  ["https://a.example/x", {}, undefined],
  ["https://a.example/x", { HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  ["http://a.example/x", { HTTPS_PROXY: "http://proxy:3128" }, undefined],
  ["http://a.example/x", { HTTP_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  ["http://a.example/x", { http_proxy: "proxy:3128", HTTP_PROXY: "http://other" }, "http://proxy:3128/"],
  ["http://a.example/x", { http_proxy: " ", HTTP_PROXY: "" }, undefined],
  ["https://a.example/x", { ALL_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  ["https://a.example/x", { https_proxy: "http://me:pass%20word@proxy" }, "http://me:pass%20word@proxy/"],
])("%s with %j is requested through %s", (url, environment, expected) => {
  expect(proxyOf(url, environment)).toBe(expected);
});

test.each([
  "http://ada:12#secret@proxy",
  "http://ada:12/secret@proxy",
  "http://ada:12?secret@proxy",
  "ada:12#secret@proxy",
])("%s is refused, since a part of the password would be read as the proxy", (address) => {
  expect(() => proxyOf("https://a.example/x", { https_proxy: address })).toThrow(TypeError);
});

test.each([
  ["https://a.example/x", "*", true],
  ["https://a.example/x", "a.example", true],
  ["https://a.example/x", "A.Example", true],
  ["https://a.example/x", "example", true],
  ["https://a.example/x", ".example", true],
  ["https://a.example/x", "*.example", true],
  ["https://a.example/x", "other, b.example a.example", true],
  ["https://aa.example/x", "a.example", false],
  ["https://a.example/x", "a.example:443", true],
  ["https://a.example/x", "a.example:80", false],
  ["http://a.example:8080/x", "a.example:8080", true],
  ["http://[::1]:8080/x", "::1", true],
  ["http://[::1]:8080/x", "[::1]:8080", true],
  ["http://10.0.0.1/x", "10.0.0.1", true],
  ["http://a.example/x", ", ,", false],
])("%s with NO_PROXY=%s is requested directly: %s", (url, list, direct) => {
  const proxies = { HTTP_PROXY: "http://proxy", HTTPS_PROXY: "http://proxy", NO_PROXY: list };
  expect(proxyOf(url, proxies)).toBe(direct ? undefined : "http://proxy/");
});
