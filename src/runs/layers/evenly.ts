/** Picks at most `number` items at equal distances, including the first and the last. @param number 2 or more */
export function evenly<Item>(items: readonly Item[], number: number): Item[] {
  if (items.length <= number) return [...items];
  const distance = (items.length - 1) / (number - 1);
  return Array.from({ length: number }, (_, index) => items[Math.round(index * distance)]!);
}
