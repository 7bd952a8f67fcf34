/** The kinds of color themes that VS Code has. */
export type ThemeKind = "light" | "dark" | "highContrast" | "highContrastLight";

/**
 * The colours of runs in the tree and in the webviews, by the kind of theme. Each colour has a contrast of 3:1 or more
 * with the editor's background in that kind of theme. Any two colours differ also for colour-blind readers who lack one
 * kind of cones (test/unit/runs/runPalette.test.ts).
 */
export const runPalette: Record<ThemeKind, readonly string[]> = {
  light: ["#002c7b", "#ff4800", "#229a5c", "#e723c7", "#9b3a15", "#5d5aff", "#584741", "#540642"],
  dark: ["#8563ff", "#e43a00", "#008e5d", "#9e6996", "#ff9500", "#84ffff", "#ffcb77", "#afca9b"],
  highContrast: ["#8b94f3", "#f2625e", "#4eeba4", "#cc9ba9", "#f9a019", "#a8e0ff", "#b2ce66", "#ffffff"],
  highContrastLight: ["#0015d5", "#a36800", "#27294d", "#98007d", "#b92e37", "#007baf", "#521b00", "#66696d"],
};

/** Number of colours for each kind of theme. */
export const paletteSize = runPalette.light.length;
