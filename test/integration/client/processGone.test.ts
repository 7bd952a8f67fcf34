import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processGone } from "../../../src/client/processGone";

const start = (program: string) =>
  spawn(process.execPath, ["-e", program], { stdio: ["ignore", "ignore", "ignore", "ipc"] });

test("the end of a process has its exit status in words", async () => {
  expect(await processGone(start("process.exit(0)"))).toEqual({ how: "exit code 0", isOrderly: true });
  expect(await processGone(start("process.exit(3)"))).toEqual({ how: "exit code 3", isOrderly: false });
});

test.skipIf(process.platform !== "linux").each(["trainer", "inspector"])(
  "the end of the %s is explained when the system does not give it enough memory",
  async (name) => {
    const program = join(import.meta.dirname, "../../../dist", `${name}.js`);
    const command = 'ulimit -v 3000000; exec "$0" "$1"';
    const child = spawn("sh", ["-c", command, process.execPath, program], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    expect(await processGone(child)).toEqual({
      how: "the system does not give it enough memory; close other programs, or raise the limit of virtual memory (ulimit -v)",
      isOrderly: false,
    });
  },
);

test("a process that cannot start is gone, with the reason", async () => {
  const child = spawn("/nowhere/node");
  expect(await processGone(child)).toEqual({ how: "spawn /nowhere/node ENOENT", isOrderly: false });
});

test("a process to which nothing can be sent is not gone before it has ended", async () => {
  const child = start("setInterval(() => {}, 1000)");
  const gone = processGone(child);
  await once(child, "spawn");
  child.disconnect();
  for (const message of ["first", "second"]) {
    const failed = once(child, "error");
    child.send(message);
    await failed;
  }
  child.kill("SIGKILL");
  expect(await gone).toEqual({ how: "signal SIGKILL", isOrderly: false });
});
