/** Translations for processes that VS Code gives none: trainer and command line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, setLanguage } from "./language";

/** Languages beside English. */
const translated = ["ko"];

/**
 * Sets the language of this process's texts; see {@link setLanguage}. English where there is no translation, or where
 * the translations are not beside the bundles.
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
