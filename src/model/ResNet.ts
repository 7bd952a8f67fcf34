import { functional as F, nn, type Shape, type Tensor } from "../tensor";

/**
 * A residual network (He et al. 2015): a convolution, three blocks of two convolutions each, the mean of each channel
 * over all positions, and a linear layer. The output is the logits. Images can have any size.
 */
export class ResNet extends nn.Module {
  readonly stem: nn.Sequential;
  readonly stages: nn.Sequential;
  readonly pool = new nn.AdaptiveAvgPool2d(1);
  readonly classifier: nn.Sequential;

  /** @param image shape of one image: [channels, height, width] */
  constructor([channels]: Shape, classes: number) {
    super();
    this.stem = new nn.Sequential(
      new nn.Conv2d(channels, 16, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(16),
      new nn.ReLU(),
    );
    this.stages = new nn.Sequential(
      new ResidualBlock(16, 16, 1),
      new ResidualBlock(16, 32, 2),
      new ResidualBlock(32, 64, 2),
    );
    this.classifier = new nn.Sequential(new nn.Flatten(), new nn.Linear(64, classes));
  }

  /** @param x images `[N, channels, height, width]`, elements from 0 to 1. @returns logits `[N, classes]`. */
  forward(x: Tensor): Tensor {
    return this.classifier.forward(this.pool.forward(this.stages.forward(this.stem.forward(x))));
  }
}

/**
 * Two convolutions with batch normalization, and a shortcut that is added to their result before the last ReLU. The
 * shortcut is the block's input or, where the shapes differ, a 1 × 1 convolution of the input with batch normalization.
 */
class ResidualBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly shortcut: nn.Sequential;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inChannels, outChannels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(outChannels);
    this.conv2 = new nn.Conv2d(outChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(outChannels);
    const isSame = stride === 1 && inChannels === outChannels;
    this.shortcut = isSame
      ? new nn.Sequential()
      : new nn.Sequential(
          new nn.Conv2d(inChannels, outChannels, 1, { stride, bias: false }),
          new nn.BatchNorm2d(outChannels),
        );
  }

  forward(x: Tensor): Tensor {
    const first = this.bn1.forward(this.conv1.forward(x), { relu: true });
    const second = this.bn2.forward(this.conv2.forward(first));
    return F.relu(second.add(this.shortcut.forward(x)));
  }
}
