import { nn, type Shape, type Tensor } from "../tensor";

/**
 * Four 3 × 3 convolutions, each with batch normalization and ReLU; max pooling and dropout after the second and the
 * fourth; two linear layers. The output is the logits.
 */
export class ConvNet extends nn.Module {
  readonly features: nn.Sequential;
  readonly classifier: nn.Sequential;

  /**
   * @param channels output channels of each of the first two convolutions; the other two have twice as many
   * @param image shape of one image: [imageChannels, height, width], at least 4 pixels high and wide
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

  /** @param x images `[N, imageChannels, height, width]`, elements from 0 to 1. @returns logits `[N, classes]`. */
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
