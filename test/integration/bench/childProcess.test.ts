import { describe, expect, test } from "vitest";
import { runChild } from "../../bench/childProcess";

const run = (code: string, onLine?: (line: string, seconds: number) => void) =>
  runChild(process.execPath, ["-e", code], { onLine });

describe("a program that is measured", () => {
  test("its lines have the time (s) since it was started, in order", async () => {
    const lines: string[] = [];
    const times: number[] = [];
    const output = await run(`console.log("a\\nb")`, (line, seconds) => {
      lines.push(line);
      times.push(seconds);
    });
    expect(lines).toEqual(["a", "b"]);
    expect(output).toBe("a\nb");
    expect(times[0]).toBeGreaterThan(0);
    expect(times[1]).toBeGreaterThanOrEqual(times[0]!);
  });

  test("one that fails is reported with the line that explains best", async () => {
    await expect(run(`throw new Error("no cheese left")`)).rejects.toThrow("Error: no cheese left");
  });

  test("one that fails without output is reported with its exit code", async () => {
    await expect(run("process.exit(3)")).rejects.toThrow("exit code 3");
  });

  test.skipIf(process.platform === "win32")(
    "one that a signal ends without output is reported with the signal",
    async () => {
      await expect(run(`process.kill(process.pid, "SIGKILL")`)).rejects.toThrow(
        "failed with signal SIGKILL.",
      );
    },
  );

  test("one that does not exist is named", async () => {
    await expect(runChild("no-such-program", [])).rejects.toThrow("no-such-program could not start");
  });
});
