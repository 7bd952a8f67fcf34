import * as l10n from "@vscode/l10n";

export type LinkKind = "symbolic" | "hard";

/** An entry that is not used as a file: a link, a pipe, a device, or a file with hard links. */
export class UnsafeFileError extends Error {
  override name = "UnsafeFileError";

  /**
   * @param file its name in its folder, or the folder's path
   * @param what what it is, as the end of a sentence, for example `a symbolic link`
   */
  constructor(
    readonly file: string,
    readonly what: string,
    /** The kind of link, if it is one. */
    readonly link?: LinkKind,
  ) {
    super(l10n.t("{0} is {1}", file, what));
  }

  /** Advice for the user. */
  get remedy(): string {
    return this.link ? l10n.t("put a copy of what it stands for in its place") : l10n.t("move it away");
  }
}
