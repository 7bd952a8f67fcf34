import { datasets } from "../data";
import type { NetworkLayer, NetworkMemory, NetworkSummary } from "../protocol/modelProtocol";
import type { RunConfig } from "../runs/RunConfig";
import { nn, noGrad, sizeOf, Tensor, tidy, zeros } from "../tensor";
import { makeModel } from "./makeModel";
import { optimizerBuffers } from "./makeOptimizer";

/**
 * Lists the layers of a configuration's network as torchinfo does, each with the shape of its output for one image, and
 * estimates the memory of a training. Makes the network for this, and passes one image through it.
 * @throws OutOfMemoryError
 */
export function summarizeNetwork(config: RunConfig): NetworkSummary {
  const image = [1, ...datasets[config.dataset.name].image];
  const network = makeModel(config);
  network.eval();
  try {
    const modules = [...modulesOf(network)];
    const shapes = watchShapes(modules.map(({ module }) => module));
    tidy(() => {
      noGrad(() => network.forward(zeros(image)));
    });
    const layers = modules.map(({ name, type, depth, module }): NetworkLayer => {
      const shape = shapes.get(module) ?? [];
      const parameters = ownParameters(module);
      return {
        name,
        type,
        depth,
        shape: [...shape],
        parameters,
        multiplications: parameters * (module instanceof nn.Conv2d ? sizeOf(shape.slice(2)) : 1),
      };
    });
    const sum = (figure: "parameters" | "multiplications") =>
      layers.reduce((total, layer) => total + layer[figure], 0);
    const parameters = sum("parameters");
    return {
      input: image,
      layers,
      parameters,
      multiplications: sum("multiplications"),
      memory: memoryOf(layers, parameters, config),
    };
  } finally {
    for (const array of network.stateDict().values()) if (array instanceof Tensor) array.dispose();
  }
}

const floatBytes = 4;

function memoryOf(layers: readonly NetworkLayer[], parameters: number, config: RunConfig): NetworkMemory {
  const { batchSize } = config;
  const outputs = layers.reduce((sum, layer) => sum + (layer.parameters > 0 ? sizeOf(layer.shape) : 0), 0);
  return {
    batchSize,
    parameters: floatBytes * parameters,
    gradientsAndState: floatBytes * parameters * (1 + optimizerBuffers(config).length),
    activations: 2 * floatBytes * batchSize * outputs,
  };
}

interface Named {
  /** Path of the module's name, such as `features.0`; empty for the network itself. */
  name: string;
  /** Name of the module's class. */
  type: string;
  depth: number;
  module: nn.Module;
}

/** A module, then all modules within it, each before its own children. */
function* modulesOf(module: nn.Module, name = "", depth = 0): Generator<Named> {
  yield { name, type: module.constructor.name, depth, module };
  for (const [child, inner] of module.namedChildren())
    yield* modulesOf(inner, name === "" ? child : `${name}.${child}`, depth + 1);
}

/**
 * Returns a map that the next forward pass fills with the shape of each module's output. After this call, a Sequential
 * computes a layer and the ReLU after it as two operations, so that each of them has an output.
 */
function watchShapes(modules: readonly nn.Module[]): ReadonlyMap<nn.Module, readonly number[]> {
  const shapes = new Map<nn.Module, readonly number[]>();
  for (const module of modules) {
    const layer = module as nn.Layer;
    const forward = layer.forward.bind(layer);
    const watched = (x: Tensor, ...others: []) => {
      const out = forward(x, ...others);
      shapes.set(module, out.shape);
      return out;
    };
    Object.defineProperties(layer, { forward: { value: watched }, constructor: { value: Watched } });
  }
  return shapes;
}

/**
 * The `constructor` of a watched layer. A Sequential computes a layer and the ReLU after it as one operation only if it
 * recognizes the layer's constructor. It does not recognize this one.
 */
class Watched {}

/** Number of elements of a module's own parameters, without those of modules within it. */
function ownParameters(module: nn.Module): number {
  const own = [...module.namedParameters()].filter(([name]) => !name.includes("."));
  return own.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
}
