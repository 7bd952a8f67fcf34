import * as l10n from "@vscode/l10n";

export type LinkKind = "symbolic" | "hard";

/** An entry of a folder, or the folder itself, is refused: for example a link, a pipe, or a file that is too long. */
export class UnsafeFileError extends Error {
  override name = "UnsafeFileError";

  /**
   * @param file the entry's name in its folder, or the folder's path
   * @param what what the entry is, as the end of a sentence, for example `a symbolic link`
   */
  constructor(
    readonly file: string,
    readonly what: string,
    /** The kind of link; undefined for an entry that is no link. */
    readonly link?: LinkKind,
  ) {
    super(l10n.t("{0} is {1}", file, what));
  }

  /** Advice for the user, as the end of a sentence: `move it away`. */
  get remedy(): string {
    if (this.link === "hard") return l10n.t("put a copy of it in its place");
    return this.link
      ? l10n.t("put a copy of what it stands for in its place, or remove it if it leads nowhere")
      : l10n.t("move it away");
  }
}

/** Something other than a lock file has the name of one. */
export class UnsafeLockError extends UnsafeFileError {
  override name = "UnsafeLockError";

  override get remedy(): string {
    return this.link ? l10n.t("remove that link") : super.remedy;
  }
}
