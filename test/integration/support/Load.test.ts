import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { Load } from "../../support/Load";

test("a busy machine is allowed more time, in proportion to its load", async () => {
  const before = Load.now().allow(100);
  const busy = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "for (;;);"]),
  );
  try {
    const load = Load.now();
    // The processes take a moment to start.
    await expect.poll(() => load.allow(100)).toBeGreaterThan(150);
    expect(before).toBeGreaterThanOrEqual(100);
  } finally {
    for (const child of busy) child.kill("SIGKILL");
  }
});
