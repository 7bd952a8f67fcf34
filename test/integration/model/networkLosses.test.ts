import { gunzipSync } from "node:zlib";
import { test } from "vitest";
import { fromBytes, kernels, manualSeed, nn, optim, tidy } from "../../../src/tensor";
import { image, makers, networks } from "../../unit/model/networkFixture";
import { expectClose, fixture } from "../../unit/tensor/fixture";
import { describeEachVariant } from "../../unit/tensor/variants";

/** The first 640 training samples: their labels, then their images. */
const samples = gunzipSync(fixture("tensor/fashion-mnist-first-640.gz"));
const labels = Int32Array.from(samples.subarray(0, 640));
const images = samples.subarray(640);

/** Number of steps whose losses are compared. After more steps, rounding may change the sign of a ReLU's input. */
const steps = 2;
const batch = 64;

describeEachVariant("the training of a network", () => {
  test.each(networks)("$name has PyTorch's first losses", ({ name, learningRate, losses }) => {
    // The reference kernels take a minute for the large networks. Their operations have tests of their own.
    if (kernels().name === "reference") return;
    manualSeed(42);
    const model = makers[name]();
    const optimizer = new optim.SGD(model.parameters(), { lr: learningRate, momentum: 0.9 });
    const found = losses.slice(0, steps).map((_, step) =>
      tidy(() => {
        const x = fromBytes(images, image, { firstRow: step * batch, rows: batch });
        const loss = new nn.CrossEntropyLoss().forward(
          model.forward(x),
          labels.subarray(step * batch, (step + 1) * batch),
        );
        // An update after the last step would change no loss.
        if (step < steps - 1) {
          optimizer.zeroGrad();
          loss.backward();
          optimizer.step();
        }
        return loss.item();
      }),
    );
    expectClose(found, losses.slice(0, steps), 1e-4);
  });
});
