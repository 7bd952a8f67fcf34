import type { Tensor } from "../../tensor";

/** The output of a layer, and whether the layer's operation ends with a ReLU. */
export interface LayerOutput {
  output: Tensor;
  hasRelu: boolean;
}

/**
 * Returns for each leaf of a graph, such as a weight, the output of the operation that uses the leaf. Must be called
 * before backward(), which releases the graph.
 * @param root the result of the graph, such as a loss
 */
export function layerOutputs(root: Tensor): Map<Tensor, LayerOutput> {
  const found = new Map<Tensor, LayerOutput>();
  const seen = new Set<Tensor>([root]);
  for (const output of seen) {
    const { operation } = output;
    if (!operation?.inputs) continue;
    for (const [input] of operation.inputs) {
      if (input.operation) seen.add(input);
      else found.set(input, { output, hasRelu: operation.name.endsWith("Relu") });
    }
  }
  return found;
}
