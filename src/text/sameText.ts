/**
 * Compares texts of users. The composed and the decomposed form of a letter count as equal, since they look the same.
 */

/**
 * The composed form (NFC) of a text. Keyboards write this form; names of files on macOS have the decomposed one (NFD).
 */
export function composed(text: string): string {
  return text.normalize("NFC");
}

/** Returns the form of a text by which texts are compared without regard to upper and lower case. */
export function folded(text: string): string {
  return composed(text).toLowerCase();
}

/** Whether a text contains another one. Upper and lower case count as equal. */
export function hasText(text: string, wanted: string): boolean {
  return folded(text).includes(folded(wanted));
}

/** Whether two texts are equal. Upper and lower case count as equal. */
export function isSameText(text: string, other: string): boolean {
  return folded(text) === folded(other);
}
