import { expect, test } from "vitest";
import { proxyEnvironment } from "../../../src/host/proxyEnvironment";

const environmentOf = (settings: Record<string, unknown>) =>
  proxyEnvironment({ get: (name) => settings[name] });

test("VS Code's defaults leave the environment unchanged", () => {
  expect(environmentOf({ proxy: "", noProxy: [], proxyStrictSSL: true, proxySupport: "override" })).toEqual(
    {},
  );
});

test("a proxy serves http and https, in the names that programs read", () => {
  expect(environmentOf({ proxy: " http://proxy:3128 " })).toEqual({
    HTTP_PROXY: "http://proxy:3128",
    http_proxy: "http://proxy:3128",
    HTTPS_PROXY: "http://proxy:3128",
    https_proxy: "http://proxy:3128",
  });
});

test("hosts that need no proxy are listed", () => {
  expect(environmentOf({ noProxy: ["localhost", ".example"] })).toEqual({
    NO_PROXY: "localhost,.example",
    no_proxy: "localhost,.example",
  });
});

test("certificates are not checked when the setting says so", () => {
  expect(environmentOf({ proxyStrictSSL: false })).toEqual({ NODE_TLS_REJECT_UNAUTHORIZED: "0" });
});

test("the settings are left out if proxy support is off", () => {
  expect(environmentOf({ proxySupport: "off", proxy: "http://proxy", proxyStrictSSL: false })).toEqual({});
});

test("settings of another kind than documented are left out", () => {
  expect(environmentOf({ proxy: 3128, noProxy: "localhost", proxyStrictSSL: "no" })).toEqual({});
});
