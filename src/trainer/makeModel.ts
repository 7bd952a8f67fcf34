import { datasets } from "../data";
import type { ModelKind } from "../runs/models";
import type { ModelConfig, RunConfig } from "../runs/RunConfig";
import { nn, type Shape } from "../tensor";
import { NeuralNetwork } from "./NeuralNetwork";

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
};

/** The model that a run asks for, for its data set. The initial weights are drawn from the default generator. */
export function makeModel({ model, dataset }: RunConfig): nn.Layer {
  const make = makers[model.kind] as Maker<ModelKind>;
  const { image, classes } = datasets[dataset.name];
  return make(model, image, classes.length);
}

/** The names and shapes of such a model's parameters, in their order, without the memory that they take. */
export function parameterShapes(config: RunConfig): Map<string, Shape> {
  return nn.parameterShapes(() => makeModel(config));
}
