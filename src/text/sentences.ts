import * as l10n from "@vscode/l10n";

/** Joins sentences with spaces. Undefined parts are left out. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}

/** A sentence without its full stop, so that it can be continued. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/**
 * Adds advice for the user to a sentence: `It is full; free some space.` If `remedy` is undefined, returns the sentence
 * unchanged.
 */
export function advised(sentence: string, remedy: string | undefined): string {
  return remedy === undefined ? sentence : l10n.t("{0}; {1}.", withoutStop(sentence), remedy);
}
