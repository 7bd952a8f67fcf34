import { nn, type Shape, type Tensor } from "../tensor";

/** LeNet-5 (LeCun et al. 1998) with ReLU and max pooling: two convolutions, three linear layers. Returns logits. */
export class LeNet5 extends nn.Module {
  readonly features: nn.Sequential;
  readonly flatten = new nn.Flatten();
  readonly classifier: nn.Sequential;

  /** @param image shape of one image: [channels, height, width], at least 12 pixels high and wide */
  constructor([channels, height, width]: Shape, classes: number) {
    super();
    this.features = new nn.Sequential(
      new nn.Conv2d(channels, 6, 5, { padding: 2 }),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(6, 16, 5),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
    );
    const after = (length: number) => Math.floor((Math.floor(length / 2) - 4) / 2);
    this.classifier = new nn.Sequential(
      new nn.Linear(16 * after(height) * after(width), 120),
      new nn.ReLU(),
      new nn.Linear(120, 84),
      new nn.ReLU(),
      new nn.Linear(84, classes),
    );
  }

  /** @param x images `[N, channels, height, width]`, elements from 0 to 1. @returns logits `[N, classes]`. */
  forward(x: Tensor): Tensor {
    return this.classifier.forward(this.flatten.forward(this.features.forward(x)));
  }
}
