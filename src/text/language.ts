/**
 * The language of this process's texts. Each text is written in English where it is used, as the argument of `l10n.t`;
 * `l10n/bundle.l10n.ko.json` holds the Korean texts.
 */
import * as l10n from "@vscode/l10n";

/** Translations by English text. */
export type Bundle = Readonly<Record<string, string>>;

let current = "en";
let translations: Bundle | undefined;
let plurals = new Intl.PluralRules(current);

/**
 * Sets the language of all later texts. It must be called before the first text is made.
 * @param tag as `vscode.env.language`, for example `ko` or `en-GB`
 * @param bundle undefined where there is none, as for English; the language is then `en`
 */
export function setLanguage(tag: string, bundle: Bundle | undefined): void {
  l10n.config({ contents: { ...bundle } });
  translations = bundle;
  // Numbers and plurals must be in the language of the texts, which is English where there is no bundle.
  current = bundle ? tag : "en";
  plurals = new Intl.PluralRules(current);
}

/** The language tag of texts and numbers, for `Intl`. */
export function language(): string {
  return current;
}

/** The bundle of {@link setLanguage}, for another process or a webview; undefined for English. */
export function bundle(): Bundle | undefined {
  return translations;
}

/** `one` or `other`, by the plural rules of the current language. Korean uses `other` for all counts. */
export function plural(count: number, one: string, other: string): string {
  return plurals.select(count) === "one" ? one : other;
}
