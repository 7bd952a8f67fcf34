import { expect, test } from "vitest";
import type { LayersAnswer } from "../../../src/protocol/inspectorProtocol";
import { layersLines } from "../../../src/terminal/layersLines";

test.each([
  [0, "0 of 16 units are inactive for every test image."],
  [1, "1 of 16 units is inactive for every test image."],
  [16, "16 of 16 units are inactive for every test image."],
])("the units that no test image activates are counted as inactive: %i", (dead, text) => {
  const answer = {
    file: "model.safetensors",
    epoch: 1,
    step: 10,
    arrays: [],
    units: [{ name: "linear_relu_stack.1", units: 16, dead }],
    found: { diagnoses: [] },
  } as unknown as LayersAnswer;
  expect(layersLines("brisk-linen", answer)).toContain(`linear_relu_stack.1: ${text}`);
});
