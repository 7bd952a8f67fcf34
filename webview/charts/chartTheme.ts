import { paletteSize } from "../../src/runs/runPalette";

/** CSS properties with the colours of the charts. styles/theme.css derives most of them from VS Code's theme. */
const tokens = {
  loss: "--fr-loss",
  lossFaint: "--fr-loss-faint",
  accuracy: "--fr-accuracy",
  lossSoft: "--fr-loss-soft",
  accuracySoft: "--fr-accuracy-soft",
  text: "--fr-muted",
  grid: "--fr-grid",
  epochStart: "--fr-epoch-start",
  crosshair: "--vscode-foreground",
  background: "--vscode-editor-background",
} as const;

export type ChartColour = keyof typeof tokens;
export type ChartTheme = Record<ChartColour, string> & {
  fontFamily: string;
  /** The palette of runs. */
  runs: readonly string[];
};

/** The present colours, each resolved to a colour that a canvas accepts. */
export function readChartTheme(): ChartTheme {
  return themeIn(document.body);
}

/** The colours of a light page, for a picture that is used outside the editor. */
export function lightChartTheme(): ChartTheme {
  const page = document.body.appendChild(document.createElement("div"));
  page.className = "light-page";
  const theme = themeIn(page);
  page.remove();
  return theme;
}

function themeIn(page: HTMLElement): ChartTheme {
  const probe = page.appendChild(document.createElement("span"));
  const style = getComputedStyle(probe);
  const colourOf = (token: string) => {
    probe.style.color = `var(${token})`;
    return style.color;
  };
  const entries = Object.entries(tokens).map(([name, token]) => [name, colourOf(token)]);
  const runs = Array.from({ length: paletteSize }, (_, index) => colourOf(`--fr-run-${index}`));
  const theme = { ...Object.fromEntries(entries), fontFamily: style.fontFamily, runs };
  probe.remove();
  return theme;
}

/** Calls back after a change of theme. @returns a function that ends the watching */
export function watchChartTheme(changed: () => void): () => void {
  // VS Code writes a theme's variables to the root element, and its kind to the body.
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id", "data-run-colour"],
  });
  const forcedColors = matchMedia("(forced-colors: active)");
  forcedColors.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    forcedColors.removeEventListener("change", changed);
  };
}
