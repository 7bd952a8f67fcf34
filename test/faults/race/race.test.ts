import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownIdentity } from "../../../src/liveness/processIdentity";
import { makeRuntimeDirectory, removeRuntimeDirectory } from "../../../src/liveness/runtimeDirectory";
import { identityOf, trainerFilePath } from "../../../src/liveness/trainerFile";
import { socketPath } from "../../../src/liveness/trainerSocket";
import { buildProgram } from "../../support/buildProgram";
import { tries } from "../random";

/** Id of the user "nobody" and of its group. */
const NOBODY = 65_534;
const TIMES = tries({ enough: 3000, whole: 10_000 });
const canBeTwoUsers = process.platform === "linux" && process.getuid?.() === 0;

let folder: string;
let runtimeDirectory: string;
let server: Server;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "race-")));
  // The other user must be able to read the attacker's program, which is built in this folder.
  chmodSync(folder, 0o755);
  runtimeDirectory = makeRuntimeDirectory()!;
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(socketPath(runtimeDirectory), resolve));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  server.close();
  removeRuntimeDirectory(runtimeDirectory);
  rmSync(folder, { recursive: true });
});

function program(source: string): Promise<string> {
  return buildProgram(join(import.meta.dirname, source), folder);
}

function start(command: string, args: string[], environment: Record<string, string> = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

/** Starts the other user's program. @returns the lines that it has printed; later lines are added to the array */
async function startAttacker(place: string): Promise<string[]> {
  mkdirSync(place);
  chownSync(place, NOBODY, NOBODY);
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  const args = [await program("attackerProgram.ts"), place, basename(runtimeDirectory)];
  const attacker = start("setpriv", [...user, process.execPath, ...args, dirname(runtimeDirectory)]);
  const lines: string[] = [];
  const reader = createInterface(attacker.stdout!);
  reader.on("line", (line) => lines.push(line));
  await once(reader, "line");
  return lines;
}

/** Lets a client of this user attach to a run {@link TIMES} times. @returns the number of attempts */
async function letVictimAttach(run: string, environment: Record<string, string>): Promise<number> {
  const victim = start(
    process.execPath,
    [await program("victimProgram.ts"), run, String(TIMES)],
    environment,
  );
  const [printed] = await once(victim.stdout!, "data");
  return Number(printed);
}

// Each path leads to the socket of this user's trainer at one moment, and to the other user's socket at the next.
test.skipIf(!canBeTwoUsers).each<[string, (place: string) => { socket: string; TMPDIR?: string }]>([
  [
    "below a link of the other user's",
    (place) => ({ socket: join(place, "link", basename(runtimeDirectory), "socket") }),
  ],
  [
    "in a temporary directory that is a link of the other user's",
    (place) => ({
      socket: join(place, "link", basename(runtimeDirectory), "socket"),
      TMPDIR: join(place, "link"),
    }),
  ],
])(
  "another user who swaps links quickly receives nothing from a client that attaches to a socket %s",
  async (_, paths) => {
    const place = join(folder, "other");
    const run = join(folder, "run");
    mkdirSync(run);
    const received = await startAttacker(place);
    const { socket, TMPDIR = tmpdir() } = paths(place);
    const trainer = {
      format: 1,
      ...ownIdentity(),
      started: new Date().toISOString(),
      socket,
      token: "5f".repeat(32),
      stderr: null,
      ...identityOf(run),
    };
    writeFileSync(trainerFilePath(run), JSON.stringify(trainer));
    const tried = await letVictimAttach(run, { TMPDIR });
    expect(tried).toBe(TIMES);
    expect(received).toEqual(["ready"]);
    console.log(`${tried} tries to attach, ${received.length - 1} of them reached the other user`);
  },
);
