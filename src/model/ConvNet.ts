import { nn, type Shape, type Tensor } from "../tensor";

/** Four 3 × 3 convolutions with batch normalization, dropout, and two linear layers, to logits. */
export class ConvNet extends nn.Module {
  readonly features: nn.Sequential;
  readonly classifier: nn.Sequential;

  /**
   * @param channels of the first two convolutions; the others have twice as many
   * @param image shape of one image: [channels, height, width], at least 4 pixels high and wide
   */
  constructor(channels: number, [imageChannels, height, width]: Shape, classes: number) {
    super();
    this.features = new nn.Sequential(
      ...convolution(imageChannels, channels),
      ...convolution(channels, channels),
      new nn.MaxPool2d(2),
      new nn.Dropout(0.25),
      ...convolution(channels, 2 * channels),
      ...convolution(2 * channels, 2 * channels),
      new nn.MaxPool2d(2),
      new nn.Dropout(0.25),
    );
    this.classifier = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(2 * channels * Math.floor(height / 4) * Math.floor(width / 4), 256),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.Linear(256, classes),
    );
  }

  /** @param x images `[N, channels, height, width]`, 0 to 1. @returns logits `[N, classes]`. */
  forward(x: Tensor): Tensor {
    return this.classifier.forward(this.features.forward(x));
  }
}

function convolution(inChannels: number, outChannels: number): nn.Layer[] {
  return [
    new nn.Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(outChannels),
    new nn.ReLU(),
  ];
}
