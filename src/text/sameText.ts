/**
 * Compares texts of users. The composed and the decomposed Unicode form of a letter count as equal, since they look the
 * same.
 */

/**
 * The composed form (NFC) of a text. Keyboards usually produce the composed form, but file names on macOS may have the
 * decomposed form (NFD).
 */
export function composed(text: string): string {
  return text.normalize("NFC");
}

/** Returns the composed form of a text in lower case. Two texts count as equal if these forms are equal. */
export function folded(text: string): string {
  return composed(text).toLowerCase();
}

/** Whether `text` contains `wanted`. Upper and lower case count as equal. */
export function hasText(text: string, wanted: string): boolean {
  return folded(text).includes(folded(wanted));
}

/** Whether two texts are equal. Upper and lower case count as equal. */
export function isSameText(text: string, other: string): boolean {
  return folded(text) === folded(other);
}
