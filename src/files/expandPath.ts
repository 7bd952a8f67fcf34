import { homedir } from "node:os";
import { resolve, sep } from "node:path";

/** A path that cannot be understood. The message reads on after the name of its setting or option. */
export class PathError extends Error {
  override name = "PathError";
}

/** What a written path may refer to. */
export interface PathPlace {
  /** The folder that a relative path starts from. */
  base: string;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** The workspace's folders on this machine, the first one first; undefined in a terminal, which has no workspace. */
  workspaceFolders: readonly { name: string; path: string }[] | undefined;
}

/** What a path written in a terminal refers to. */
export function terminalPlace(): PathPlace {
  return { base: process.cwd(), home: homedir(), environment: process.env, workspaceFolders: undefined };
}

/**
 * The absolute path that a written one means: `~` at its beginning is the home folder, variables are VS Code's own
 * (see {@link expandVariables}), and a relative path starts from the place's base.
 * @throws PathError
 */
export function expandPath(written: string, place: PathPlace): string {
  return resolve(place.base, expandVariables(written, place));
}

/**
 * The path with `~`, `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${userHome}`, `${env:NAME}`, `${pathSeparator}`
 * and `${/}` replaced, and left relative where it is.
 * @throws PathError for an empty path, and for what has no value here
 */
export function expandVariables(written: string, place: PathPlace): string {
  if (written.trim() === "")
    throw new PathError(`must be the path of a folder, not ${JSON.stringify(written)}`);
  if (written.includes("\0"))
    throw new PathError("must be the path of a folder, and no path holds a NUL character");
  const shellVariable = /^\$([A-Za-z_]\w*)(?=$|[/\\])/.exec(written);
  if (shellVariable)
    throw new PathError(
      `begins with ${shellVariable[0]}, which only a shell replaces; write \${env:${shellVariable[1]}}`,
    );
  const path = written.replaceAll(/\$\{([^}]*)(\}?)/g, (whole, variable: string, end: string) => {
    if (end === "") throw new PathError(`holds ${whole}, which lacks its }`);
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
    `begins with ~${user}, and only ~ alone stands for a home folder; write the folder's whole path, or ./~${user} for a folder of that name`,
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
    ? `write \${env:${variable}}`
    : `those that can are ${usable(place).join(", ")}`;
  throw new PathError(`holds \${${variable}}, which is no variable that can be used here; ${advice}`);
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
      `holds \${${variable}}, and there is no workspace in a terminal; write the folder's path`,
    );
  const [first] = folders;
  if (!first) throw new PathError(`holds \${${variable}}, and no folder of this machine is open`);
  const found = name === undefined ? first : folders.find((folder) => folder.name === name);
  if (found) return found.path;
  const names = folders.map((folder) => folder.name).join(", ");
  throw new PathError(`holds \${${variable}}, and the workspace has no folder ${name} (it has ${names})`);
}

function environmentVariable(variable: string, name: string, { environment }: PathPlace): string {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  // An empty value would turn what follows into a path from the root of the disk.
  if (!value?.trim()) {
    const state = value === undefined ? "not set" : "empty";
    throw new PathError(`holds \${${variable}}, and the environment variable ${name} is ${state}`);
  }
  if (value.includes("${"))
    throw new PathError(
      `holds \${${variable}}, whose value ${JSON.stringify(value)} holds a variable itself`,
    );
  return value;
}
