import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  makeRuntimeDirectory,
  openRuntimeDirectory,
  removeRuntimeDirectory,
  stderrPath,
} from "../../../src/liveness/runtimeDirectory";
import { stderrEnd } from "../../../src/liveness/stderrEnd";
import { temporaryDirectory } from "../../../src/liveness/temporaryDirectory";
import { connectToSocket, isTrainerPipe, socketPath } from "../../../src/liveness/trainerSocket";

let runtimeDirectory: string;
let elsewhere: string;
beforeEach(() => {
  runtimeDirectory = makeRuntimeDirectory()!;
  elsewhere = realpathSync(mkdtempSync(join(tmpdir(), "elsewhere-")));
});
afterEach(() => {
  for (const folder of [runtimeDirectory, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const silence = { cause: undefined, lines: [] };
const cause = () => stderrEnd(runtimeDirectory).cause;

const isPosix = process.platform !== "win32";

describe("a trainer's runtime directory", () => {
  test.runIf(isPosix)("is for this user only", () => {
    expect(statSync(runtimeDirectory).mode & 0o777).toBe(0o700);
  });

  test("is removed with its own files only", () => {
    writeFileSync(stderrPath(runtimeDirectory), "");
    removeRuntimeDirectory(runtimeDirectory);
    expect(existsSync(runtimeDirectory)).toBe(false);

    mkdirSync(runtimeDirectory, { mode: 0o700 });
    writeFileSync(join(runtimeDirectory, "letter"), "");
    removeRuntimeDirectory(runtimeDirectory);
    expect(readdirSync(runtimeDirectory)).toEqual(["letter"]);

    writeFileSync(stderrPath(elsewhere), "");
    removeRuntimeDirectory(elsewhere);
    expect(readdirSync(elsewhere)).toEqual(["stderr"]);
  });

  test("keeps the line that explains a death, found at the end of any amount of output", () => {
    expect(cause()).toBeUndefined();
    writeFileSync(stderrPath(runtimeDirectory), "Error: too old to matter\n");
    writeFileSync(
      stderrPath(runtimeDirectory),
      `${"noise\n".repeat(100_000)}  Error: no memory\n\nNode.js v20\n`,
      {
        flag: "a",
      },
    );
    expect(cause()).toBe("Error: no memory");
    writeFileSync(stderrPath(runtimeDirectory), "first\nlast\n\n");
    expect(cause()).toBe("last");
  });

  test("keeps the last lines, without control characters", () => {
    const spoken = Array.from({ length: 30 }, (_, i) => `line ${i}`).join("\n");
    writeFileSync(stderrPath(runtimeDirectory), `${spoken}\r\n\n\u001b[31mred\u001b[0m\tbell\u0007\n`);
    const { lines } = stderrEnd(runtimeDirectory);
    expect(lines).toHaveLength(20);
    expect(lines.slice(-2)).toEqual(["line 29", "red  bell\ufffd"]);
    writeFileSync(stderrPath(runtimeDirectory), `${"x".repeat(20_000)}\n`);
    expect(stderrEnd(runtimeDirectory).lines).toEqual(["x".repeat(300)]);
  });

  test("shows no password, authorization of a proxy, or token", () => {
    const token = "5f".repeat(32);
    const said = [
      "connect http://ada:secret@proxy.example:3128/ failed",
      "'Proxy-Authorization': 'Basic c2VjcmV0'",
      `token: '${token}'`,
      "at file:///home/ada/node_modules/@scope/main.js:1",
    ];
    writeFileSync(stderrPath(runtimeDirectory), said.join("\n"));
    expect(stderrEnd(runtimeDirectory).lines).toEqual([
      "connect http://…@proxy.example:3128/ failed",
      "'Proxy-Authorization': 'Basic …'",
      "token: '…'",
      said[3],
    ]);
  });

  test.runIf(isPosix)("is in no directory in which another user could replace it", () => {
    const before = process.env.TMPDIR;
    try {
      process.env.TMPDIR = elsewhere;
      expect(temporaryDirectory()).toBe(elsewhere);
      for (const mode of [0o777, 0o720]) {
        chmodSync(elsewhere, mode);
        expect(temporaryDirectory).toThrow(
          `other users can replace files in the temporary directory ${elsewhere}; set TMPDIR to a directory that only you can write`,
        );
        expect(makeRuntimeDirectory()).toBeUndefined();
      }
      chmodSync(elsewhere, 0o1777);
      expect(makeRuntimeDirectory()).toBeDefined();
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  test.runIf(isPosix)("is in no temporary directory that is missing or no directory", () => {
    const before = process.env.TMPDIR;
    try {
      for (const [path, reason] of [
        [join(elsewhere, "gone"), "it does not exist"],
        ["/dev/null", "what is there is no folder, ENOTDIR"],
      ] as const) {
        process.env.TMPDIR = path;
        expect(temporaryDirectory).toThrow(
          `the temporary directory ${path} cannot be used (${reason}); set TMPDIR to a directory that only you can write`,
        );
        expect(makeRuntimeDirectory()).toBeUndefined();
      }
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  test.runIf(isPosix)("is found in the real temporary directory, whose name may be a link", () => {
    const before = process.env.TMPDIR;
    const link = join(elsewhere, "tmp");
    symlinkSync(dirname(runtimeDirectory), link);
    try {
      process.env.TMPDIR = link;
      const made = makeRuntimeDirectory()!;
      expect(dirname(made)).toBe(dirname(runtimeDirectory));
      expect(openRuntimeDirectory(join(link, basename(made)))).toBeUndefined();
      removeRuntimeDirectory(made);
      expect(existsSync(made)).toBe(false);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  test.runIf(process.platform === "linux")(
    "stays the same after it was opened, even if its path leads elsewhere",
    () => {
      using opened = openRuntimeDirectory(runtimeDirectory)!;
      writeFileSync(stderrPath(runtimeDirectory), "own");
      renameSync(runtimeDirectory, join(elsewhere, "moved"));
      symlinkSync(elsewhere, runtimeDirectory);
      expect(readFileSync(join(opened.inside, "stderr"), "utf8")).toBe("own");
    },
  );

  test.runIf(isPosix)("is not read where another user may have prepared it", () => {
    writeFileSync(join(elsewhere, "secret"), "a secret\n");
    symlinkSync(join(elsewhere, "secret"), stderrPath(runtimeDirectory));
    expect(cause()).toBeUndefined();

    const linked = join(elsewhere, "fitting-room-abcdef");
    symlinkSync(elsewhere, linked);
    writeFileSync(stderrPath(elsewhere), "a secret\n");
    expect(stderrEnd(linked)).toEqual(silence);
    expect(stderrEnd(elsewhere)).toEqual(silence);

    rmSync(stderrPath(runtimeDirectory));
    linkSync(join(elsewhere, "secret"), stderrPath(runtimeDirectory));
    expect(cause()).toBeUndefined();

    rmSync(stderrPath(runtimeDirectory));
    execFileSync("mkfifo", [stderrPath(runtimeDirectory)]);
    expect(cause()).toBeUndefined();

    const deeper = join(elsewhere, "fitting-room-ABCDEF");
    mkdirSync(deeper, { mode: 0o700 });
    writeFileSync(stderrPath(deeper), "laid out\n");
    expect(stderrEnd(deeper)).toEqual(silence);

    rmSync(stderrPath(runtimeDirectory));
    writeFileSync(stderrPath(runtimeDirectory), "error\n");
    expect(cause()).toBe("error");
    chmodSync(runtimeDirectory, 0o755);
    expect(cause()).toBeUndefined();
  });
});

describe("a trainer's socket", () => {
  test("is in its runtime directory, unless the path would be longer than macOS allows", () => {
    expect(socketPath("/tmp/fitting-room-abcdef", "darwin")).toBe(join("/tmp/fitting-room-abcdef", "socket"));
    const longest = `/${"x".repeat(95)}`;
    expect(Buffer.byteLength(socketPath(longest, "linux"))).toBe(103);
    expect(() => socketPath(`${longest}x`, "linux")).toThrow("longer than the 103 bytes");
    expect(() => socketPath(`/${"é".repeat(60)}`, "darwin")).toThrow("longer than the 103 bytes");
  });

  test("is a local pipe on Windows, however long the paths are", () => {
    const long = `C:\\${"x".repeat(200)}`;
    const pipe = socketPath(long, "win32");
    expect(pipe).toMatch(/^\\\\\.\\pipe\\fitting-room-/);
    expect(socketPath(long, "win32")).not.toBe(pipe);
    expect(isTrainerPipe(pipe)).toBe(true);
    for (const other of [pipe.replace("\\\\.", "\\\\server"), `${pipe}\\..\\x`, "\\\\.\\pipe\\docker_engine"])
      expect(isTrainerPipe(other)).toBe(false);
  });

  test.runIf(isPosix)(
    "is reached in another process's temporary directory, unless others can replace it",
    async () => {
      const between = join(elsewhere, "between");
      const made = join(between, "fitting-room-AbCdEf");
      mkdirSync(made, { recursive: true, mode: 0o700 });
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(join(made, "socket"), resolve));
      const isReached = async (path: string) => {
        const socket = connectToSocket(path);
        if (!socket) return false;
        await once(socket, "connect");
        socket.destroy();
        return true;
      };
      try {
        expect(await isReached(join(made, "socket"))).toBe(true);
        expect(await isReached(relative(process.cwd(), join(made, "socket")))).toBe(false);
        symlinkSync(between, join(elsewhere, "link"));
        expect(await isReached(join(elsewhere, "link", basename(made), "socket"))).toBe(false);
        for (const folder of [elsewhere, between]) {
          chmodSync(folder, 0o777);
          expect(await isReached(join(made, "socket"))).toBe(false);
          chmodSync(folder, 0o1777);
          expect(await isReached(join(made, "socket"))).toBe(true);
        }
      } finally {
        server.close();
      }
    },
  );

  test.runIf(isPosix)("is distinguished from any other address", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socketPath(runtimeDirectory), resolve));
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(join(elsewhere, "socket"), resolve));
    const forged = join(elsewhere, "fitting-room-abcdef");
    mkdirSync(forged, { mode: 0o700 });
    symlinkSync(socketPath(runtimeDirectory), join(forged, "socket"));
    try {
      const socket = connectToSocket(socketPath(runtimeDirectory))!;
      await once(socket, "connect");
      socket.destroy();
      const relative = join(basename(dirname(socketPath(runtimeDirectory))), "socket");
      for (const path of [join(elsewhere, "socket"), join(forged, "socket"), relative, "", "host:80"])
        expect(connectToSocket(path)).toBeUndefined();
      chmodSync(runtimeDirectory, 0o755);
      expect(connectToSocket(socketPath(runtimeDirectory))).toBeUndefined();
    } finally {
      server.close();
      other.close();
    }
  });
});
