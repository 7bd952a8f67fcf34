/** Picks items at equal distances, at most `number` of them, including the first and the last. */
export function evenly<Item>(items: readonly Item[], number: number): Item[] {
  if (items.length <= number) return [...items];
  const distance = (items.length - 1) / (number - 1);
  return Array.from({ length: number }, (_, index) => items[Math.round(index * distance)]!);
}
