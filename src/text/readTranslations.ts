/** Translations for the trainer, the inspector and the command line, which cannot import `vscode`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, setLanguage } from "./language";

/** Tags of the languages other than English that have a bundle. */
const translated = ["ko"];

/**
 * Sets the language of this process's texts; see {@link setLanguage}. The language stays English where there is no
 * translation, or where the folder `l10n` is not beside `dist`.
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
