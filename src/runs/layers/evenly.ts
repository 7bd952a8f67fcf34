/** At most a number of items at equal distances, the first and the last among them. */
export function evenly<Item>(items: readonly Item[], number: number): Item[] {
  if (items.length <= number) return [...items];
  const distance = (items.length - 1) / (number - 1);
  return Array.from({ length: number }, (_, index) => items[Math.round(index * distance)]!);
}
