import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as l10n from "@vscode/l10n";
import { quotation } from "../text/quotation";
import { misnamedPart } from "./misnamedPart";

/** A path cannot be used. The message continues a sentence that begins with the name of the setting or option. */
export class PathError extends Error {
  override name = "PathError";
}

/** The values that a path may refer to. */
export interface PathPlace {
  /** The folder that a relative path starts from. */
  base: string;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  /**
   * The workspace's folders on this machine. The first one is the value of `${workspaceFolder}`. Undefined in a
   * terminal, which has no workspace.
   */
  workspaceFolders: readonly { name: string; path: string }[] | undefined;
}

/**
 * The absolute path that `written` stands for: variables are replaced by {@link expandVariables}, and a relative path
 * starts from the place's base. The URL of a file, such as `file:///a%20b`, stands for the file's path.
 * @throws PathError where {@link expandVariables} throws it, for any other URL (also of a file on another machine), and
 * for a path in quotation marks, and for one whose name, or that of a folder above it, is no valid UTF-8
 */
export function expandPath(written: string, place: PathPlace): string {
  const path = pathOf(written, place);
  const misnamed = misnamedPart(path);
  if (misnamed !== undefined)
    throw new PathError(l10n.t("leads to {0}, whose name is no valid UTF-8; rename it", misnamed));
  return path;
}

function pathOf(written: string, place: PathPlace): string {
  if (/^[a-z][a-z\d+.-]+:[\\/]{2}/i.test(written)) return pathOfAddress(written);
  const [, , bare] = /^(["'])(.*)\1$/.exec(written.trim()) ?? [];
  if (bare !== undefined) throw new PathError(l10n.t("is in quotation marks; write {0}", bare));
  return resolve(place.base, expandVariables(written, place));
}

function pathOfAddress(address: string): string {
  let path: string | undefined;
  try {
    path = fileURLToPath(address);
  } catch {
    // The address is not the URL of a file, or it names another machine.
  }
  if (path === undefined || path.includes("\0"))
    throw new PathError(l10n.t("must be a path of this machine, not the address {0}", address));
  return path;
}

/**
 * The path with `~` at its beginning replaced, and VS Code's variables `${workspaceFolder}`, `${workspaceFolder:NAME}`,
 * `${userHome}`, `${env:NAME}`, `${pathSeparator}` and `${/}`. A relative path stays relative.
 * @throws PathError for an empty path, a NUL character, `$NAME`, `%NAME%` or `~USER` at the beginning, a variable that
 * is unknown, lacks its closing brace or has no usable value, and elsewhere than on Windows for a drive or a share of
 * Windows
 */
export function expandVariables(written: string, place: PathPlace): string {
  if (written.trim() === "") throw new PathError(l10n.t("must be a path, not {0}", quotation(written)));
  if (written.includes("\0"))
    throw new PathError(l10n.t("must be a path, and no path holds a NUL character"));
  const [variable, ofShell, ofWindows] =
    /^(?:\$([A-Za-z_]\w*)|%([A-Za-z_][\w()]*)%)(?=$|[/\\])/.exec(written) ?? [];
  if (variable !== undefined)
    throw new PathError(
      l10n.t(
        "begins with {0}, which is not replaced here; write {1}",
        variable,
        inBraces(`env:${ofShell ?? ofWindows}`),
      ),
    );
  // Elsewhere, a backslash is a letter of a name, and the whole path would be the name of one folder.
  if (sep === "/" && /^([A-Za-z]:[\\/]|\\\\)/.test(written))
    throw new PathError(
      l10n.t("is a path of Windows; write a path of this machine, or ./{0} for that name", written),
    );
  const path = written.replaceAll(/\$\{([^}]*)(\}?)/g, (whole, variable: string, end: string) => {
    if (end === "") throw new PathError(l10n.t("holds {0}, which lacks its }", whole));
    return valueOfVariable(variable, place);
  });
  return withHome(path, place.home);
}

function withHome(path: string, home: string): string {
  if (path === "~") return home;
  if (/^~[/\\]/.test(path)) return home + sep + path.slice(2);
  const [, user] = /^~([^/\\]+)/.exec(path) ?? [];
  if (user === undefined) return path;
  throw new PathError(
    l10n.t(
      "begins with ~{0}, and only ~ alone stands for a home folder; write the folder's whole path, or ./~{0} for a folder of that name",
      user,
    ),
  );
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the variables' own spelling
const ofWorkspace = ["${workspaceFolder}", "${workspaceFolder:NAME}"];
const ofEverywhere = ["${userHome}", "${env:NAME}", "${pathSeparator}", "${/}"];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are the variables' own spelling

function valueOfVariable(variable: string, place: PathPlace): string {
  const colon = variable.indexOf(":");
  const name = colon === -1 ? variable : variable.slice(0, colon);
  const argument = colon === -1 ? undefined : variable.slice(colon + 1);
  if (name === "workspaceFolder") return workspaceFolder(variable, argument, place);
  if (name === "env" && argument) return environmentVariable(variable, argument, place);
  if (variable === "userHome") return place.home;
  if (variable === "pathSeparator" || variable === "/") return sep;
  const isOfEnvironment = /^\w+$/.test(variable) && Object.hasOwn(place.environment, variable);
  const advice = isOfEnvironment
    ? l10n.t("write {0}", inBraces(`env:${variable}`))
    : l10n.t("those that can are {0}", usable(place).join(", "));
  throw new PathError(
    l10n.t("holds {0}, a variable that cannot be used here; {1}", inBraces(variable), advice),
  );
}

/** A variable as a user writes it. */
function inBraces(variable: string): string {
  return `\${${variable}}`;
}

function usable({ workspaceFolders }: PathPlace): string[] {
  return workspaceFolders ? [...ofWorkspace, ...ofEverywhere] : ofEverywhere;
}

function workspaceFolder(
  variable: string,
  name: string | undefined,
  { workspaceFolders: folders }: PathPlace,
) {
  if (!folders)
    throw new PathError(
      l10n.t(
        "holds {0}, and there is no workspace in a terminal; write the folder's path",
        inBraces(variable),
      ),
    );
  const [first] = folders;
  if (!first)
    throw new PathError(l10n.t("holds {0}, and no folder of this machine is open", inBraces(variable)));
  const found = name === undefined ? first : folders.find((folder) => folder.name === name);
  if (found) return found.path;
  const names = folders.map((folder) => folder.name).join(", ");
  throw new PathError(
    l10n.t(
      "holds {0}, and the workspace has no folder {1} (it has {2})",
      inBraces(variable),
      name ?? "",
      names,
    ),
  );
}

function environmentVariable(variable: string, name: string, { environment }: PathPlace): string {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  // With an empty value, the rest of the path would begin at the root of the disk.
  if (!value?.trim()) {
    throw new PathError(
      value === undefined
        ? l10n.t("holds {0}, and the environment variable {1} is not set", inBraces(variable), name)
        : l10n.t("holds {0}, and the environment variable {1} is empty", inBraces(variable), name),
    );
  }
  if (value.includes("${"))
    throw new PathError(
      l10n.t("holds {0}, whose value {1} holds a variable itself", inBraces(variable), quotation(value)),
    );
  return value;
}
