import { paletteSize, runPalette } from "../src/runs/runPalette";
import { forcedColour } from "./figures/forcedStroke";

/** The selector of the body in each kind of theme. A later rule overrides the rules before it. */
const bodies = {
  light: "body",
  dark: "body.vscode-dark",
  highContrast: "body.vscode-high-contrast",
  highContrastLight: "body.vscode-high-contrast-light",
} as const;

/**
 * Defines the CSS properties `--fr-run-0` to `--fr-run-7`, the palette of runs in the present theme. Elements of the
 * class `light-page` get the palette of light themes. If the body has the attribute `data-run-colour`, the loss of the
 * run on display (`--fr-loss`) gets the palette's colour with that index, except in forced-colors mode.
 */
export function styleRuns(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(runRules());
  document.adoptedStyleSheets.push(sheet);
}

/** The style sheet of {@link styleRuns}. */
export function runRules(): string {
  const all = Array.from({ length: paletteSize }, (_, index) => index);
  const rule = (selector: string, colours: readonly string[]) =>
    `${selector} { ${colours.map((colour, index) => `--fr-run-${index}: ${colour};`).join(" ")} }`;
  const forced = all.map(forcedColour);
  const ofRun = all.map((index) => {
    const body = `body[data-run-colour="${index}"]`;
    return `${body}, ${body} .light-page { --fr-loss: var(--fr-run-${index}); }`;
  });
  return [
    ...Object.entries(bodies).map(([kind, selector]) =>
      rule(selector, runPalette[kind as keyof typeof bodies]),
    ),
    `@media (forced-colors: active) { ${rule(Object.values(bodies).join(", "), forced)} }`,
    `@media (forced-colors: none) { ${ofRun.join(" ")} }`,
    rule("body .light-page", runPalette.light),
  ].join("\n");
}
