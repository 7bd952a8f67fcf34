import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openWorkbench } from "../openWorkbench";

/** What VS Code adds to a webview's document for a theme. */
export interface Theme {
  /** Style of the root element: every colour of the theme as a variable. */
  variables: string;
  bodyClass: string;
  /** VS Code's own style sheet for webviews. */
  defaultStyles: string;
}

export const themeNames = {
  dark: "Dark 2026",
  light: "Light 2026",
  "high-contrast-dark": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
  "dark-modern": "Dark Modern",
  "light-modern": "Light Modern",
} as const;
export type ThemeName = keyof typeof themeNames;
export type Themes = Record<ThemeName, Theme>;

/** The file that keeps the themes for later tests, beside VS Code's server. */
const cache = join(import.meta.dirname, "../../../.vscode-test/themes.json");

/** The themes, from the file that keeps them; from a workbench if that file cannot be read. */
export async function readThemes(): Promise<Themes> {
  try {
    return JSON.parse(readFileSync(cache, "utf8"));
  } catch {
    const themes = await askWorkbench();
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, JSON.stringify(themes));
    return themes;
  }
}

async function askWorkbench(): Promise<Themes> {
  const workbench = await openWorkbench({ settings: {} });
  try {
    await workbench.openSidePanel(300);
    const live = await workbench.dashboard("panel");
    const themes: Partial<Themes> = {};
    for (const [name, title] of Object.entries(themeNames)) {
      await workbench.configure({ "workbench.colorTheme": title });
      themes[name as ThemeName] = await workbench.until(async () => {
        const theme = await live.frame.evaluate(themeOf);
        return theme.id === title && theme;
      });
    }
    return themes as Themes;
  } finally {
    await workbench.close();
  }
}

/** Runs in a webview. @returns its present theme, with the theme's id */
export function themeOf(): Theme & { id: string } {
  return {
    id: document.body.dataset.vscodeThemeId ?? "",
    variables: document.documentElement.style.cssText,
    bodyClass: document.body.className,
    defaultStyles: document.getElementById("_defaultStyles")?.textContent ?? "",
  };
}

/** Runs in a webview: changes its theme as VS Code does. A background in the root element's own style stays. */
export function applyTheme({ variables, bodyClass, defaultStyles }: Theme): void {
  const { style } = document.documentElement;
  const { background } = style;
  style.cssText = variables;
  if (background) style.background = background;
  document.body.className = bodyClass;
  document.getElementById("_defaultStyles")!.textContent = defaultStyles;
}
