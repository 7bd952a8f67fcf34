import { nn, type Shape, sizeOf, type Tensor } from "../tensor";

/**
 * The model of PyTorch's quickstart tutorial: a stack of Linear and ReLU layers on the flattened image. The output is
 * the logits.
 */
export class NeuralNetwork extends nn.Module {
  readonly flatten = new nn.Flatten();
  readonly linear_relu_stack: nn.Sequential;

  /**
   * @param hidden number of units of each hidden layer; the tutorial has `[512, 512]`
   * @param image shape of one image: [channels, height, width]
   */
  constructor(hidden: readonly number[], image: Shape, classes: number) {
    super();
    const widths = [sizeOf(image), ...hidden];
    this.linear_relu_stack = new nn.Sequential(
      ...hidden.flatMap((width, layer) => [new nn.Linear(widths[layer], width), new nn.ReLU()]),
      new nn.Linear(widths[widths.length - 1], classes),
    );
  }

  /** @param x images `[N, channels, height, width]`, elements from 0 to 1. @returns logits `[N, classes]`. */
  forward(x: Tensor): Tensor {
    return this.linear_relu_stack.forward(this.flatten.forward(x));
  }
}
