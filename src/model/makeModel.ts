import { datasets } from "../data";
import type { ModelKind } from "../runs/models";
import type { ModelConfig, RunConfig } from "../runs/RunConfig";
import { nn, type Shape } from "../tensor";
import { ConvNet } from "./ConvNet";
import { LeNet5 } from "./LeNet5";
import { NeuralNetwork } from "./NeuralNetwork";
import { ResNet } from "./ResNet";
import { TinyVgg } from "./TinyVgg";

/**
 * @param image shape of one image: [channels, height, width]
 * @returns a model from images `[N, ...image]` to logits `[N, classes]`
 */
type Maker<Kind extends ModelKind> = (
  options: Extract<ModelConfig, { kind: Kind }>,
  image: Shape,
  classes: number,
) => nn.Layer;

const makers: { [Kind in ModelKind]: Maker<Kind> } = {
  mlp: ({ hidden }, image, classes) => new NeuralNetwork(hidden, image, classes),
  lenet5: (_, image, classes) => new LeNet5(image, classes),
  "tiny-vgg": (_, image, classes) => new TinyVgg(image, classes),
  convnet: ({ width }, image, classes) => new ConvNet(width, image, classes),
  resnet: (_, image, classes) => new ResNet(image, classes),
};

/**
 * Makes the model of a configuration, for the images and classes of the configuration's data set. Draws the initial
 * weights from the default generator.
 */
export function makeModel({ model, dataset }: RunConfig): nn.Layer {
  const make = makers[model.kind] as Maker<ModelKind>;
  const { image, classes } = datasets[dataset.name];
  return make(model, image, classes.length);
}

/** The names and shapes of the model's parameters, in order. Allocates no parameter. */
export function parameterShapes(config: RunConfig): Map<string, Shape> {
  return nn.parameterShapes(() => makeModel(config));
}

/** The names, shapes and types of the model's buffers, such as running means. Allocates no buffer. */
export function bufferShapes(config: RunConfig): Map<string, nn.StateShape> {
  return nn.bufferShapes(() => makeModel(config));
}
