import { nn, type Shape, type Tensor } from "../tensor";

/**
 * Two blocks, each of two 3 × 3 convolutions with ten output channels and a max pooling; then a linear layer. The
 * output is the logits.
 */
export class TinyVgg extends nn.Module {
  readonly block_1: nn.Sequential;
  readonly block_2: nn.Sequential;
  readonly classifier: nn.Sequential;

  /** @param image shape of one image: [channels, height, width], at least 4 pixels high and wide */
  constructor([channels, height, width]: Shape, classes: number) {
    super();
    this.block_1 = block(channels);
    this.block_2 = block(hidden);
    const size = hidden * Math.floor(height / 4) * Math.floor(width / 4);
    this.classifier = new nn.Sequential(new nn.Flatten(), new nn.Linear(size, classes));
  }

  /** @param x images `[N, channels, height, width]`, elements from 0 to 1. @returns logits `[N, classes]`. */
  forward(x: Tensor): Tensor {
    return this.classifier.forward(this.block_2.forward(this.block_1.forward(x)));
  }
}

const hidden = 10;

function block(channels: number): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(channels, hidden, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(hidden, hidden, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  );
}
