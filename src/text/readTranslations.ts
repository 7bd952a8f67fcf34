/** Translations for a process that VS Code gives none: a trainer, a terminal. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, useLanguage } from "./language";

/** Beside English. */
const translated = ["ko"];

/**
 * Sets the language of this process's texts, English where there is no translation; see {@link useLanguage}.
 * @param tag of a language, for example `ko` or `ko-KR`
 * @param dist the folder of the bundles
 */
export function useTranslations(tag: string | undefined, dist: string): void {
  const language = translated.find((one) => tag === one || tag?.startsWith(`${one}-`));
  if (language === undefined) return;
  const file = join(dist, "..", "l10n", `bundle.l10n.${language}.json`);
  useLanguage(language, JSON.parse(readFileSync(file, "utf8")) as Bundle);
}
