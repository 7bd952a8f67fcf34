import { expect, test } from "vitest";
import { dashboardHtml } from "../../../src/host/dashboardHtml";

const html = dashboardHtml({
  cspSource: "https://webview.example",
  nonce: "abc",
  script: "https://webview.example/dist/webview.js",
  style: "https://webview.example/dist/webview.css",
  language: "en",
});
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";

test("nothing is allowed in the dashboard but its own script and files", () => {
  expect(policy.split("; ")[0]).toBe("default-src 'none'");
  expect(policy).toContain("script-src 'nonce-abc'");
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

test("every script of the dashboard carries the nonce", () => {
  const scripts = html.match(/<script[^>]*>/g) ?? [];
  expect(scripts).toHaveLength(1);
  for (const script of scripts) expect(script).toContain('nonce="abc"');
});
