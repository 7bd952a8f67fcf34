import { dashes } from "../../src/runs/runColours";
import { paletteSize } from "../../src/runs/runPalette";
import { mapColours } from "../figures/dataMap";
import { forcedDash } from "../figures/forcedStroke";
import type { LineColour } from "../figures/lineColour";

/** CSS properties with the colours of the charts. styles/theme.css derives most of them from VS Code's theme. */
const tokens = {
  loss: "--fr-loss",
  lossFaint: "--fr-loss-faint",
  accuracy: "--fr-accuracy",
  lossSoft: "--fr-loss-soft",
  accuracySoft: "--fr-accuracy-soft",
  validation: "--fr-validation",
  warning: "--fr-warning",
  text: "--fr-muted",
  grid: "--fr-grid",
  epochStart: "--fr-epoch-start",
  crosshair: "--vscode-foreground",
  background: "--vscode-editor-background",
} as const;

export type ChartTheme = Record<keyof typeof tokens, string> & {
  fontFamily: string;
  /** Whether the palette of runs has the colours of forced-colors mode. */
  isForced: boolean;
  /** The palette of runs. */
  runs: readonly string[];
  /** The palette of runs in paler colours, for what is drawn behind the lines, such as values behind their averages. */
  faintRuns: readonly string[];
  /**
   * The colours of a data map: the first for images about which the network was never right, the last for images about
   * which it was always right.
   */
  rightness: readonly string[];
};

export function colourOf(theme: ChartTheme, colour: LineColour): string {
  return typeof colour === "number" ? theme.runs[colour]! : theme[colour];
}

/** The strokes and spaces (pixels) of a line; the empty list is a solid line. */
export function dashOf(
  { isForced }: ChartTheme,
  line: { colour: LineColour; dash: number },
): readonly number[] {
  return isForced ? forcedDash(line) : dashes[line.dash]!;
}

/**
 * The colour of values that are drawn behind their average. Only palette colours and `loss` have a fainter one; other
 * colours stay.
 */
export function faintColour(theme: ChartTheme, colour: LineColour): string {
  if (typeof colour === "number") return theme.faintRuns[colour]!;
  return colour === "loss" ? theme.lossFaint : theme[colour];
}

/** The colour as a value of CSS. */
export function cssColour(colour: LineColour): string {
  return `var(${typeof colour === "number" ? `--fr-run-${colour}` : tokens[colour]})`;
}

const forcedColors = () => matchMedia("(forced-colors: active)");

/** The present colours, each resolved to a colour that a canvas accepts. */
export function readChartTheme(): ChartTheme {
  return themeIn(document.body, forcedColors().matches);
}

/** The colours of a light page, for a picture that is used outside the editor. */
export function lightChartTheme(): ChartTheme {
  const page = document.body.appendChild(document.createElement("div"));
  page.className = "light-page";
  const theme = themeIn(page, false);
  page.remove();
  return theme;
}

function themeIn(page: HTMLElement, isForced: boolean): ChartTheme {
  const probe = page.appendChild(document.createElement("span"));
  // Else, in forced-colors mode, each colour but a system colour would be resolved to that of texts.
  probe.style.forcedColorAdjust = "none";
  const style = getComputedStyle(probe);
  const resolved = (colour: string) => {
    probe.style.color = colour;
    return style.color;
  };
  const entries = Object.entries(tokens).map(([name, token]) => [name, resolved(`var(${token})`)]);
  const palette = Array.from({ length: paletteSize }, (_, index) => cssColour(index));
  const theme = {
    ...Object.fromEntries(entries),
    fontFamily: style.fontFamily,
    isForced,
    runs: palette.map(resolved),
    faintRuns: palette.map((colour) =>
      resolved(`color-mix(in srgb, ${colour} var(--fr-faint-share), var(--fr-faint-ground))`),
    ),
    rightness: Array.from({ length: mapColours }, (_, index) => resolved(`var(--fr-right-${index})`)),
  };
  probe.remove();
  return theme;
}

/**
 * Calls back after each change that may change the colours: of the theme, of the colour of the run on display, or of
 * forced-colors mode.
 */
export function watchChartTheme(changed: () => void): void {
  // VS Code writes a theme's variables to the root element, and its kind to the body.
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id", "data-run-colour"],
  });
  forcedColors().addEventListener("change", changed);
}
