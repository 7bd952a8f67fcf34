/** Something in a file's place that is not used: a link, a pipe, a device, a file that has other names as well. */
export class UnsafeFileError extends Error {
  override name = "UnsafeFileError";

  /**
   * @param file its name in its folder, or the folder's path
   * @param what it is, as the end of a sentence, for example `a symbolic link`
   */
  constructor(
    readonly file: string,
    readonly what: string,
  ) {
    super(`${file} is ${what}`);
  }

  get isLink(): boolean {
    return this.what === "a symbolic link";
  }

  /** What a user can do about it. */
  get remedy(): string {
    return this.what.includes("link") ? "put a copy of what it stands for in its place" : "move it away";
  }
}
