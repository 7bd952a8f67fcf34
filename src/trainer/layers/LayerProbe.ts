import type { LayerFigures, LayerRecord } from "../../runs/layers/LayerRecord";
import { kernels, type nn, type Tensor } from "../../tensor";
import { figure, histogramOf } from "./distribution";
import { type LayerOutput, layerOutputs } from "./layerOutputs";

interface Layer {
  name: string;
  parameters: Tensor[];
}

/**
 * Computes the figures of a network's layers at one step at a time, and changes nothing in the training. A layer is a
 * module with weights of its own. The layer's name is the name of its weights without the last part.
 */
export class LayerProbe {
  private readonly layers: Layer[];
  /** The weights before the update of the current step: an array for each parameter of each layer. */
  private readonly before: Float32Array[][];
  private outputs = new Map<Tensor, LayerOutput>();
  private figures: LayerFigures[] = [];
  private squares = 0;

  constructor(model: nn.Module) {
    const layers = new Map<string, Layer>();
    for (const [path, parameter] of model.namedParameters()) {
      const name = path.slice(0, Math.max(0, path.lastIndexOf(".")));
      const layer = layers.get(name);
      if (layer) layer.parameters.push(parameter);
      else layers.set(name, { name, parameters: [parameter] });
    }
    this.layers = [...layers.values()];
    this.before = this.layers.map(({ parameters }) => parameters.map(({ size }) => new Float32Array(size)));
  }

  /** Must be called before backward(). @param loss of the batch */
  afterForward(loss: Tensor): void {
    this.outputs = layerOutputs(loss);
  }

  /** Must be called between backward() and the update. */
  beforeUpdate(): void {
    this.squares = 0;
    this.figures = this.layers.map(({ name, parameters }, index) => {
      const weights = parameters.map(({ data }) => data);
      const gradients = parameters.flatMap(({ grad }) => (grad ? [grad.data] : []));
      weights.forEach((data, place) => {
        copyInto(this.before[index]![place]!, data);
      });
      const squares = sumOfSquares(gradients);
      this.squares += squares;
      const output = parameters.flatMap((parameter) => this.outputs.get(parameter) ?? [])[0];
      return {
        name,
        size: parameters.reduce((sum, { size }) => sum + size, 0),
        weights: { norm: figure(Math.sqrt(sumOfSquares(weights))), histogram: histogramOf(weights) },
        gradients: { norm: figure(Math.sqrt(squares)), histogram: histogramOf(gradients) },
        update: null,
        activations: output ? activationsOf(output) : null,
      };
    });
    this.outputs = new Map();
  }

  /** Must be called after the update. @returns the record of the step */
  afterUpdate(epoch: number, step: number): LayerRecord {
    const layers = this.figures.map((layer, index) => {
      const { parameters } = this.layers[index]!;
      let squares = 0;
      parameters.forEach(({ data }, place) => {
        squares += squaredDistance(data, this.before[index]![place]!);
      });
      return { ...layer, update: figure(Math.sqrt(squares) / (layer.weights.norm ?? Number.NaN)) };
    });
    return { epoch, step, gradientNorm: figure(Math.sqrt(this.squares)), layers };
  }
}

function activationsOf({ output, hasRelu }: LayerOutput): NonNullable<LayerFigures["activations"]> {
  const { data, shape } = output;
  const [images, units] = shape as [number, number];
  const positions = data.length / (images * units);
  const active = new Uint8Array(units);
  let zeros = 0;
  for (let row = 0, index = 0; row < images; row++)
    for (let unit = 0; unit < units; unit++)
      for (let position = 0; position < positions; position++, index++) {
        if (data[index] === 0) zeros++;
        else active[unit] = 1;
      }
  return {
    norm: figure(Math.sqrt(sumOfSquares([data]) / images)),
    histogram: histogramOf([data]),
    zeros: figure(zeros / data.length) ?? 0,
    units,
    dead: hasRelu ? active.reduce((count, isActive) => count + Number(!isActive), 0) : null,
  };
}

function sumOfSquares(arrays: readonly Float32Array[]): number {
  return arrays.reduce((sum, array) => sum + kernels().sumOfSquares(array), 0);
}

/** Copies `values` into `copy`. From shared memory, this loop copies ten times as fast as `set`. */
function copyInto(copy: Float32Array, values: Float32Array): void {
  for (let index = 0; index < values.length; index++) copy[index] = values[index]!;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!;
    sum += difference * difference;
  }
  return sum;
}
