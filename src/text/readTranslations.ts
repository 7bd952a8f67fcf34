/** Translations for a process that VS Code gives none: a trainer, a terminal. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, setLanguage } from "./language";

/** Beside English. */
const translated = ["ko"];

/**
 * Sets the language of this process's texts; see {@link setLanguage}. They are English in a language that has no
 * translation, and where the translations do not lie beside the bundles.
 * @param tag of a language, for example `ko` or `ko-KR`
 * @param dist the folder of the bundles
 */
export function loadLanguage(tag: string | undefined, dist: string): void {
  const language = translated.find((one) => tag === one || tag?.startsWith(`${one}-`));
  if (language === undefined) return;
  let text: string;
  try {
    text = readFileSync(join(dist, "..", "l10n", `bundle.l10n.${language}.json`), "utf8");
  } catch {
    return;
  }
  setLanguage(language, JSON.parse(text) as Bundle);
}
