/**
 * The language of the texts that this process shows. Each text is written in English where it is used, as the argument
 * of `l10n.t`; `l10n/bundle.l10n.ko.json` has its Korean.
 */
import * as l10n from "@vscode/l10n";

/** Translations by their English texts. */
export type Bundle = Readonly<Record<string, string>>;

let current = "en";
let translations: Bundle | undefined;
let plurals = new Intl.PluralRules(current);

/**
 * Sets the language of all texts from now on; to be called before the first one is made.
 * @param tag as `vscode.env.language` gives it, for example `ko` or `en-GB`
 * @param bundle left out for English
 */
export function setLanguage(tag: string, bundle: Bundle | undefined): void {
  l10n.config({ contents: { ...bundle } });
  translations = bundle;
  // Numbers and plurals are those of the texts, which stay English where there is no translation.
  current = bundle ? tag : "en";
  plurals = new Intl.PluralRules(current);
}

/** The language tag of texts and numbers, as `Intl` takes it. */
export function language(): string {
  return current;
}

/** What {@link setLanguage} was given, for another process or a webview; undefined for English. */
export function bundle(): Bundle | undefined {
  return translations;
}

/** @returns the text that goes with a count in the current language; Korean has one for all counts. */
export function plural(count: number, one: string, other: string): string {
  return plurals.select(count) === "one" ? one : other;
}
