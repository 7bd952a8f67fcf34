import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Frame } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * The faults that axe finds in a webview, a text for each.
 * @param options what axe checks; default: axe's own choice of rules
 */
export async function axeFaults(frame: Frame, options: RunOptions = {}): Promise<string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axe);
  // A webview is transparent, and axe does not take the editor behind it into account.
  await frame.evaluate(() => {
    document.body.style.background = "var(--vscode-editor-background)";
  });
  const faults = await frame.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
      const found = await axe.run(options);
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
      );
    },
    // With `resultTypes`, axe describes passed checks only briefly, which is faster.
    { ...options, resultTypes: ["violations" as const] },
  );
  return [...new Set(faults)];
}
