import * as l10n from "@vscode/l10n";

/** Joins items in a sentence: `a, b and c` */
export function allOf(items: readonly string[]): string {
  return listed(items, (most, last) => l10n.t("{0} and {1}", most, last));
}

/** Joins items in a sentence: `a, b or c` */
export function anyOf(items: readonly string[]): string {
  return listed(items, (most, last) => l10n.t("{0} or {1}", most, last));
}

function listed(items: readonly string[], joined: (most: string, last: string) => string): string {
  const last = items.at(-1) ?? "";
  return items.length > 1 ? joined(items.slice(0, -1).join(", "), last) : last;
}
