import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { checkpointName } from "../../../src/terminal/checkpointName";

const folder = "/runs/a";
const name = "checkpoints/step-000005.safetensors";

test("the name of a checkpoint in its run's log is found from that name, its file's name or its file's path", () => {
  for (const given of [
    name,
    "step-000005.safetensors",
    join(folder, name),
    relative(".", join(folder, name)),
  ])
    expect(checkpointName(folder, given)).toBe(name);
});

test("a path outside of the run stays unchanged, to be refused later", () => {
  expect(checkpointName(folder, "/runs/b/checkpoints/x")).toBe("/runs/b/checkpoints/x");
});
