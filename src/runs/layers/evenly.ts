/**
 * Picks up to `number` items at equal distances, including the first and the last. If `number` is 1, picks the last.
 * @param number 1 or more
 */
export function evenly<Item>(items: readonly Item[], number: number): Item[] {
  if (items.length <= number) return [...items];
  if (number === 1) return items.slice(-1);
  const distance = (items.length - 1) / (number - 1);
  return Array.from({ length: number }, (_, index) => items[Math.round(index * distance)]!);
}
