/**
 * Sets and reports the language of this process's texts. The code contains each text in English, as the argument of
 * `l10n.t`. The file `l10n/bundle.l10n.ko.json` contains the Korean texts.
 */
import * as l10n from "@vscode/l10n";

/** The translation of each English text. */
export type Bundle = Readonly<Record<string, string>>;

let current = "en";
let translations: Bundle | undefined;
let plurals = new Intl.PluralRules(current);

/**
 * Sets the language of all later texts. It must be called before the first text is made.
 * @param tag a language tag like that of `vscode.env.language`, for example `ko` or `en-GB`
 * @param bundle the translations; undefined if there are none, for example for English. The language is then `en`.
 */
export function setLanguage(tag: string, bundle: Bundle | undefined): void {
  l10n.config({ contents: { ...bundle } });
  translations = bundle;
  // Numbers and plurals must have the language of the texts, which are English if there is no bundle.
  current = bundle ? tag : "en";
  plurals = new Intl.PluralRules(current);
}

/** The language tag of texts and numbers, for `Intl`. */
export function language(): string {
  return current;
}

/** The bundle that was given to {@link setLanguage}, for use in another process or a webview; undefined for English. */
export function bundle(): Bundle | undefined {
  return translations;
}

/** `one` or `other`, by the plural rules of the current language. Korean uses `other` for all counts. */
export function plural(count: number, one: string, other: string): string {
  return plurals.select(count) === "one" ? one : other;
}
