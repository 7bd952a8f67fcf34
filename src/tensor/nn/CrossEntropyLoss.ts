import { type CrossEntropyOptions, crossEntropy } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/** Cross entropy between logits [rows, classes] and class indices [rows]. */
export class CrossEntropyLoss extends Module {
  constructor(readonly options: CrossEntropyOptions = {}) {
    super();
  }

  forward(logits: Tensor, targets: Int32Array): Tensor {
    return crossEntropy(logits, targets, this.options);
  }
}
