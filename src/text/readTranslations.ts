/** Reads translations in the trainer, the inspector and the command line, which cannot import `vscode`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, setLanguage } from "./language";

/** Tags of the languages other than English that have a bundle of translations. */
const translated = ["ko"];

/**
 * Sets the language of this process's texts; see {@link setLanguage}. The texts stay English if the language has no
 * translations, or if there is no folder `l10n` beside `dist`.
 * @param tag the tag of a language, for example `ko` or `ko-KR`
 * @param dist path of the folder `dist`, which contains the program's built JavaScript
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
