import { describe, expect, it } from "vitest";
import { endMessage } from "../../../src/host/endMessage";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { EpochEvent } from "../../../src/runs/RunEvent";
import { dataset, ended, epochEnd, started, validatedEnd } from "../runs/exampleEvents";

const finished = ended("finished");
const said = (...epochs: EpochEvent[]) =>
  endMessage({ name: "linen", state: foldEvents([started, dataset, ...epochs, finished]) }, finished);

describe("the message about a training that has finished", () => {
  it("has the highest test accuracy", () => {
    expect(said(epochEnd(1, 0.9, 2), epochEnd(2, 0.8, 4))).toBe(
      "The training linen finished in 9.0 s: 90.0% test accuracy at best, in epoch 1.",
    );
  });

  it("of a run with a validation set has the test accuracy of the epoch with the highest validation accuracy", () => {
    expect(said(validatedEnd(1, 0.7, 0.9), validatedEnd(2, 0.75, 0.8))).toBe(
      "The training linen finished in 9.0 s: 80.0% test accuracy in epoch 2, the best by its validation accuracy of 75.0%.",
    );
  });
});
