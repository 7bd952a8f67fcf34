/**
 * A trainer.json of unknown origin names a socket in a folder of an automount point. Looking at the folder would make
 * the system connect to another machine.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectToSocket } from "../../src/liveness/trainerSocket";

const base = realpathSync(mkdtempSync(join(tmpdir(), "automount-")));
const network = join(base, "net");

/**
 * A Python program that makes the folder PLACE an automount point, in which each name stands for a machine. It prints
 * each name that is looked up, and ends when its standard input ends. Argument: PLACE.
 */
const automount = `
import ctypes, fcntl, os, select, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
place = sys.argv[1].encode()
reading, writing = os.pipe()
options = f"fd={writing},pgrp={os.getpgrp()},minproto=5,maxproto=5,indirect"
if libc.mount(b"machines", place, b"autofs", 0, options.encode()):
    sys.exit("no automount")
folder = os.open(place, os.O_RDONLY)
print("mounted", flush=True)
while True:
    ready, _, _ = select.select([reading, sys.stdin], [], [])
    if reading not in ready:
        break
    packet = os.read(reading, 1000)
    (token,) = struct.unpack_from("I", packet, 8)
    (length,) = struct.unpack_from("I", packet, 40)
    print("asked for", packet[44:44 + length].decode(), flush=True)
    fcntl.ioctl(folder, 0x9361, token)  # This fails the look-up.
os.close(folder)
libc.umount2(place, 2)`;

let said = "";
let isMounted = false;
let child: ReturnType<typeof spawn> | undefined;
beforeAll(async () => {
  mkdirSync(network);
  if (process.platform !== "linux" || !existsSync("/usr/bin/python3")) return;
  child = spawn("/usr/bin/python3", ["-c", automount, network], {
    // The system does not report look-ups by processes of the automounter's process group. The Python program, here the
    // automounter, therefore gets a process group to which this test's process does not belong.
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdout!.on("data", (text) => {
    said += text;
  });
  await Promise.race([once(child.stdout!, "data"), once(child, "exit")]);
  isMounted = said.startsWith("mounted");
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test("a socket's folder below an automount point is not looked at, directly or through a link", async (context) => {
  if (!isMounted) return context.skip();
  symlinkSync(join(network, "evil.example"), join(base, "link"));
  for (const folder of [join(network, "evil.example"), join(network, "evil.example/a"), join(base, "link")])
    expect(connectToSocket(join(folder, "fitting-room-abcdef/socket"))).toBeUndefined();
  // The output may be complete only after the exit.
  const over = once(child!, "close");
  child!.stdin!.end();
  await over;
  expect(said).not.toContain("evil.example");
});
