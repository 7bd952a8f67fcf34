import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { valueAt } from "../../../src/runs/configValues";
import { sampleConfig } from "../../../src/runs/sampleConfig";
import { removeFolder } from "../../support/removeFolder";
import { parseLines, runCli } from "../cli/runCli";

it("the sample set is learned with its own hyperparameters", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "fitting-room-sample-"));
  const { optimizer, learningRate, epochs, model } = sampleConfig;
  const options = {
    optimizer,
    "learning-rate": learningRate,
    epochs,
    hidden: String(valueAt(sampleConfig, "model.hidden")),
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { stdout } = await runCli(["train", "--sample", "--json", "--runs", folder, ...words], folder);
  removeFolder(folder);
  const { best, config } = foldEvents(parseLines(stdout));
  expect(config).toMatchObject({ optimizer, learningRate, epochs, model });
  expect(best?.testAccuracy).toBeGreaterThan(0.87);
});
