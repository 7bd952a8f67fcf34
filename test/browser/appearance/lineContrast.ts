import type { Page } from "playwright-core";

/**
 * Contrast (WCAG, 1 to 21) between the colours of a chart's first two lines on the editor's background. Each colour is
 * drawn three times over itself, as in a dense curve, since the colours may be transparent.
 */
export async function lineContrast(page: Page, chart: string): Promise<number> {
  const lines = page.locator(`${chart} .run-swatch`);
  const [one, other] = await lines.evaluateAll((elements) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const background = getComputedStyle(document.documentElement).getPropertyValue(
      "--vscode-editor-background",
    );
    return elements.map((element) => {
      const { backgroundColor: line } = getComputedStyle(element);
      for (const colour of [background, line, line, line]) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    });
  });
  return (Math.max(one!, other!) + 0.05) / (Math.min(one!, other!) + 0.05);
}
