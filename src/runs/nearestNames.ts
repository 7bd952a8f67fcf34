/** Names that are like a name that does not exist, for the suggestions of an error. */

/**
 * The names that are like a text, the likeliest first. A name is like the text if
 * - it begins with the text, and the text has two letters or more,
 * - it contains the text, and the text has three letters or more,
 * - it shares a word of three letters or more with the text, as `val_acc` shares `acc` with `train-acc`, or
 * - it differs from the text in no more than a quarter of the letters (rounded up).
 */
export function nearestNames(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase();
  const ranked = names.flatMap((name) => {
    const rank = distance(wanted, name.toLowerCase());
    return rank === undefined ? [] : [{ name, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ name }) => name);
}

/** A number that is smaller for likelier names; undefined for a name that is not like the text. */
function distance(wanted: string, name: string): number | undefined {
  if (wanted.length > 1 && name.startsWith(wanted)) return 0;
  const changes = edits(wanted, name);
  if (changes <= Math.ceil(Math.max(wanted.length, name.length) / 4)) return changes;
  if (wanted.length > 2 && (name.includes(wanted) || wordsOf(wanted).some((word) => word === name)))
    return 10;
  const shared = wordsOf(wanted).some((word) => wordsOf(name).includes(word));
  return shared ? 11 : undefined;
}

const wordsOf = (name: string) => name.split(/[^a-z0-9]+/).filter((word) => word.length > 2);

/**
 * The optimal string alignment distance: the smallest number of changes that turn `a` into `b`. A change adds, removes
 * or replaces a letter, or swaps two neighbouring letters.
 */
function edits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const steps = [row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + (isSame ? 0 : 1)];
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps.push(rows[i - 2]![j - 2]! + 1);
      row.push(Math.min(...steps));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
