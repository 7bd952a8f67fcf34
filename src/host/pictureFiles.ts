import { posix } from "node:path";
import * as l10n from "@vscode/l10n";
import { FileType, type Uri, workspace } from "vscode";
import { checkLength, checkPicture } from "../images/pictureFile";
import type { Picture } from "../protocol/modelViewProtocol";
import { inName } from "../runs/inert";
import { withoutStop } from "../text/sentences";
import { askOpenFile } from "./window";

/** The file extensions of pictures. */
const extensions = ["png", "jpg", "jpeg"];

/** Asks the user for a picture's file. @returns its address; undefined when the question was closed */
export function askPicture(): Promise<Uri | undefined> {
  return askOpenFile({
    title: l10n.t("Image to Classify"),
    openLabel: l10n.t("Open"),
    filters: { [l10n.t("Images")]: extensions },
  });
}

/**
 * Reads a picture that the user named, from any file system that VS Code supports.
 * @throws Error with a one-sentence message that names the file
 */
export async function readPicture(uri: Uri): Promise<Picture> {
  const name = posix.basename(uri.path);
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0) throw new Error(l10n.t("it is no file"));
    checkLength(size);
    const bytes = await workspace.fs.readFile(uri);
    checkPicture(bytes);
    return { name, bytes: new Uint8Array(bytes) };
  } catch (error) {
    throw new Error(l10n.t("{0} is not used: {1}.", inName(name), whyNot(error as Error)));
  }
}

function whyNot(error: Error & { code?: string }): string {
  if (error.code === "FileNotFound") return l10n.t("it is not there");
  return withoutStop(error.message);
}
