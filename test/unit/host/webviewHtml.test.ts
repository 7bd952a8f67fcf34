import { expect, test } from "vitest";
import { webviewHtml } from "../../../src/host/webviewHtml";

const resources = {
  view: "live",
  cspSource: "https://webview.example",
  nonce: "abc",
  script: "https://webview.example/dist/webview/live.js",
  style: "https://webview.example/dist/webview/live.css",
  language: "ko",
  timeZone: "Asia/Seoul",
};
const translations = { Loss: "손실", "</script><script>": "<!--" };
const html = webviewHtml({ ...resources, translations });
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";

test("nothing is allowed in the dashboard except its own script and files", () => {
  expect(policy.split("; ")[0]).toBe("default-src 'none'");
  expect(policy).toContain("script-src 'nonce-abc'");
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

test("every script of the dashboard has the nonce, and an element without it is data", () => {
  const scripts = html.match(/<script[^>]*>/g) ?? [];
  expect(scripts).toHaveLength(2);
  expect(scripts[0]).toContain('type="application/json"');
  expect(scripts[1]).toContain('nonce="abc"');
});

test("the translations are in the document unchanged", () => {
  const [, json] = /<script type="application\/json" id="translations">(.*?)<\/script>/.exec(html)!;
  expect(JSON.parse(json)).toEqual(translations);
  const english = webviewHtml({ ...resources, translations: undefined });
  expect(english).toContain('id="translations">null</script>');
});

test("the time zone of the host is in the document", () => {
  expect(html).toContain('data-time-zone="Asia/Seoul"');
});
