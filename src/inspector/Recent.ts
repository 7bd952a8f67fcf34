/** A cache of a limited number of values. The value whose last use is the longest ago is removed first. */
export class Recent<Value> {
  /** In the order of use: the value that was used most recently is the last. */
  private readonly values = new Map<string, Value>();

  /** @param most largest number of values @param drop called for a value that is removed or replaced */
  constructor(
    private readonly most: number,
    private readonly drop: (value: Value) => void = () => {},
  ) {}

  get(key: string): Value | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.remove(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.most) return;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.values.delete(key);
    this.drop(value);
  }
}
