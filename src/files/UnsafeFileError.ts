import * as l10n from "@vscode/l10n";

export type LinkKind = "symbolic" | "hard";

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
    /** What kind of link it is, where it is one. */
    readonly link?: LinkKind,
  ) {
    super(l10n.t("{0} is {1}", file, what));
  }

  /** What a user can do about it. */
  get remedy(): string {
    return this.link ? l10n.t("put a copy of what it stands for in its place") : l10n.t("move it away");
  }
}
