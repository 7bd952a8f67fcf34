import { expect, test } from "vitest";
import { parsePeerRun } from "../../bench/peers/Peer";

test("an epoch of a peer is its training and its evaluation", () => {
  const printed = [
    { version: "PyTorch 2.13", threads: 2, trainSeconds: 2, testSeconds: 0.5, testLoss: 2.1 },
    { version: "PyTorch 2.13", threads: 2, trainSeconds: 1, testSeconds: 0.25, testLoss: 1.9 },
  ];
  expect(parsePeerRun(printed.map((epoch) => JSON.stringify(epoch)).join("\n"))).toEqual({
    version: "PyTorch 2.13",
    threads: 2,
    epochs: [2.5, 1.25],
  });
});
