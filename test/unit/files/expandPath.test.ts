// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are VS Code's variables
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { expandPath, PathError, type PathPlace } from "../../../src/files/expandPath";

const terminal: PathPlace = {
  base: "/project",
  home: "/home/me",
  environment: { DATA: "/data", NESTED: "${env:DATA}", HOME_DATA: "~/data", EMPTY: "", HOME: "/home/me" },
  workspaceFolders: undefined,
};
const editor: PathPlace = {
  ...terminal,
  workspaceFolders: [
    { name: "project", path: "/project" },
    { name: "more data", path: "/elsewhere" },
  ],
};

describe("a written path", () => {
  test.each([
    ["/data/fashion", "/data/fashion"],
    ["runs", "/project/runs"],
    ["../runs", "/runs"],
    [".", "/project"],
    ["~", "/home/me"],
    ["~/data", "/home/me/data"],
    ["~/", "/home/me"],
    ["./~", "/project/~"],
    ["./~bob", "/project/~bob"],
    ["a~/b", "/project/a~/b"],
    ["a$b", "/project/a$b"],
    ["./$HOME", "/project/$HOME"],
    ["a%NAME%", "/project/a%NAME%"],
    ["${userHome}", "/home/me"],
    ["${userHome}/data", "/home/me/data"],
    ["${env:DATA}", "/data"],
    ["${env:DATA}/a/${env:DATA}", "/data/a/data"],
    ["${env:HOME_DATA}/x", "/home/me/data/x"],
    ["a${/}b${pathSeparator}c", `/project/a${sep}b${sep}c`],
    ["file:///a%20b/c", "/a b/c"],
    ["FILE:///a", "/a"],
    ["file", "/project/file"],
  ])("%j is the path %s, in the editor and in a terminal", (written, path) => {
    expect(expandPath(written, terminal)).toBe(path);
    expect(expandPath(written, editor)).toBe(path);
  });

  test.each([
    ["${workspaceFolder}", "/project"],
    ["${workspaceFolder}/data", "/project/data"],
    ["${workspaceFolder:more data}/x", "/elsewhere/x"],
  ])("%j is the path %s in the editor", (written, path) => {
    expect(expandPath(written, editor)).toBe(path);
  });
});

function refusal(written: string, place: PathPlace): string {
  try {
    return expect.fail(`${written} was taken as ${expandPath(written, place)}`);
  } catch (error) {
    expect(error).toBeInstanceOf(PathError);
    return (error as PathError).message;
  }
}

describe("refused by name is", () => {
  test.skipIf(process.platform === "win32").each(["C:\\runs", "d:/runs", "\\\\server\\share"])(
    "%s, a path of Windows, on another system",
    (written) => {
      const why = `is a path of Windows; write a path of this machine, or ./${written} for that name`;
      expect(refusal(written, editor)).toBe(why);
      expect(expandPath(`./${written}`, terminal)).toBe(join(terminal.base, written));
    },
  );

  test.each([
    ["", 'must be a path, not ""'],
    [" \t", 'must be a path, not " \\t"'],
    ["https://example.org/a", "must be a path of this machine, not the address https://example.org/a"],
    ["file:///%00", "must be a path of this machine, not the address file:///%00"],
    ['"/a b"', "is in quotation marks; write /a b"],
    ["'a'", "is in quotation marks; write a"],
    ["a\0b", "must be a path, and no path holds a NUL character"],
    [
      "~bob",
      "begins with ~bob, and only ~ alone stands for a home folder; write the folder's whole path, or ./~bob for a folder of that name",
    ],
    [
      "~bob/x",
      "begins with ~bob, and only ~ alone stands for a home folder; write the folder's whole path, or ./~bob for a folder of that name",
    ],
    ["$HOME/x", "begins with $HOME, which is not replaced here; write ${env:HOME}"],
    ["%USERPROFILE%\\x", "begins with %USERPROFILE%, which is not replaced here; write ${env:USERPROFILE}"],
    ["${HOME}/x", "holds ${HOME}, a variable that cannot be used here; write ${env:HOME}"],
    ["${env:GONE}/x", "holds ${env:GONE}, and the environment variable GONE is not set"],
    ["${env:EMPTY}/x", "holds ${env:EMPTY}, and the environment variable EMPTY is empty"],
    ["${env:__proto__}", "holds ${env:__proto__}, and the environment variable __proto__ is not set"],
    ["${env:NESTED}/x", 'holds ${env:NESTED}, whose value "${env:DATA}" holds a variable itself'],
    ["a/${userHome", "holds ${userHome, which lacks its }"],
  ])("%j, in the editor and in a terminal", (written, why) => {
    expect(refusal(written, terminal)).toBe(why);
    expect(refusal(written, editor)).toBe(why);
  });

  test.each([
    "${foo}",
    "${env:}",
    "${env}",
    "${}",
    "${userHome:x}",
    "${workspaceFolderBasename}",
    "${command:x}",
    "${config:a.b}",
    "${workspacefolder}",
  ])("%s, with a list of the variables that can be used", (variable) => {
    const why = `holds ${variable}, a variable that cannot be used here; those that can are `;
    const everywhere = "${userHome}, ${env:NAME}, ${pathSeparator}, ${/}";
    expect(refusal(`/a/${variable}/b`, terminal)).toBe(why + everywhere);
    expect(refusal(`/a/${variable}/b`, editor)).toBe(
      `${why}\${workspaceFolder}, \${workspaceFolder:NAME}, ${everywhere}`,
    );
  });

  test("a workspace folder in a terminal, in a window without a folder, and by a name that no folder has", () => {
    expect(refusal("${workspaceFolder}/x", terminal)).toBe(
      "holds ${workspaceFolder}, and there is no workspace in a terminal; write the folder's path",
    );
    expect(refusal("${workspaceFolder}/x", { ...editor, workspaceFolders: [] })).toBe(
      "holds ${workspaceFolder}, and no folder of this machine is open",
    );
    expect(refusal("${workspaceFolder:b}/x", editor)).toBe(
      "holds ${workspaceFolder:b}, and the workspace has no folder b (it has project, more data)",
    );
  });
});

test.runIf(process.platform === "linux")(
  "a name that holds U+FFFD is a path, unless the name of an entry that is no valid UTF-8 is read as it",
  () => {
    const base = mkdtempSync(join(tmpdir(), "names-"));
    try {
      const named = join(base, "x\ufffd");
      mkdirSync(named);
      for (const place of [terminal, editor])
        expect(expandPath(join(named, "y"), place)).toBe(join(named, "y"));
      mkdirSync(Buffer.concat([Buffer.from(join(base, "x")), Buffer.from([0xff])]));
      for (const place of [terminal, editor])
        expect(refusal(join(named, "y"), place)).toBe(
          `leads to ${named}, whose name is no valid UTF-8; rename it`,
        );
    } finally {
      rmSync(base, { recursive: true });
    }
  },
);
