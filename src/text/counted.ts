/** A number and its noun, for example `1 step`, `2 steps`. @param plural default: the noun with an `s` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
