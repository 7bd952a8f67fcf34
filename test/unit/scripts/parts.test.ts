/** Checks that no test in `test/unit` starts a process, a server or a training, since the tests there must be fast. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "..");
const itself = "scripts/parts.test.ts";

/** Patterns in the source of a test that starts a process, a server or a training, or uses a helper that does. */
const starts = {
  process: /"(node:)?child_process"/,
  server: /\bcreateServer\b/,
  training: /"[./]+\/(client\/TrainerClient|trainer\/(train|Run))"/,
  "helper of integration tests": /"[./]+\/integration\//,
};

const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts") && name !== itself);

test.each(Object.entries(starts))("a unit test starts no %s", (_, start) => {
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.filter((name) => start.test(readFileSync(join(folder, name), "utf8")))).toEqual([]);
});
