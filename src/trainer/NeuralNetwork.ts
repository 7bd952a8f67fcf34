import { nn, type Shape, type Tensor } from "../tensor";

const PIXELS = 28 * 28;
const CLASSES = 10;

/** The tutorial's model: `linear_relu_stack` of Linear and ReLU over the flattened image, to logits. */
export class NeuralNetwork extends nn.Module {
  readonly flatten = new nn.Flatten();
  readonly linear_relu_stack: nn.Sequential;

  /** @param hidden widths of the hidden layers; `[512, 512]` is the tutorial's. */
  constructor(hidden: readonly number[]) {
    super();
    const widths = [PIXELS, ...hidden];
    this.linear_relu_stack = new nn.Sequential(
      ...hidden.flatMap((width, layer) => [new nn.Linear(widths[layer], width), new nn.ReLU()]),
      new nn.Linear(widths[widths.length - 1], CLASSES),
    );
  }

  /** @param x images `[N, 1, 28, 28]`, 0 to 1. @returns logits `[N, 10]`. */
  forward(x: Tensor): Tensor {
    return this.linear_relu_stack.forward(this.flatten.forward(x));
  }
}

/** The names and shapes of such a network's parameters, in their order, without the memory that they take. */
export function parameterShapes(hidden: readonly number[]): Map<string, Shape> {
  const widths = [PIXELS, ...hidden, CLASSES];
  const shapes = new Map<string, Shape>();
  for (const [layer, outputs] of widths.slice(1).entries()) {
    // A ReLU, which has no parameters, is between two layers.
    const name = `linear_relu_stack.${2 * layer}`;
    shapes.set(`${name}.weight`, [outputs, widths[layer]]);
    shapes.set(`${name}.bias`, [outputs]);
  }
  return shapes;
}
