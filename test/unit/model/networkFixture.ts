import { ConvNet } from "../../../src/model/ConvNet";
import { LeNet5 } from "../../../src/model/LeNet5";
import { ResNet } from "../../../src/model/ResNet";
import { TinyVgg } from "../../../src/model/TinyVgg";
import { jsonFixture } from "../tensor/fixture";

interface Network {
  name: keyof typeof makers;
  learningRate: number;
  initial: [name: string, shape: number[], sha256: string][];
  losses: number[];
}

/** Shape of an image: channels, height, width. */
export const image = [1, 28, 28];
export const makers = {
  lenet5: () => new LeNet5(image, 10),
  "tiny-vgg": () => new TinyVgg(image, 10),
  convnet: () => new ConvNet(32, image, 10),
  resnet: () => new ResNet(image, 10),
};
/** Values that PyTorch computed for each network, to compare with. */
export const { networks } = jsonFixture<{ networks: Network[] }>("tensor/networks.json");
