import type { Tensor } from "../../tensor";

/** What a layer computed: its output, and whether that ends with a ReLU. */
export interface LayerOutput {
  output: Tensor;
  hasRelu: boolean;
}

/**
 * The output of the operation that uses each weight. Called before backward(), which releases the graph.
 * @param root what the graph computed, such as a loss
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
