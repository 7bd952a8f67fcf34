import { kernels } from "./kernels";
import { refusePromise, tidy } from "./scope";
import { ShapeError, sameShape, showShape } from "./shape";
import { Tensor } from "./Tensor";

/**
 * Computes the gradient of one input of an operation from `dy`, the gradient of the operation's output. The result may
 * be `dy` itself, a view of `dy`, or a new tensor.
 */
export type Gradient = (dy: Tensor) => Tensor;

export interface Operation {
  readonly name: string;
  /**
   * Position of the operation in the order of recording. It is higher than the positions of the operations that
   * computed the inputs.
   */
  readonly order: number;
  /**
   * The inputs that require a gradient, each with the function that computes its gradient; null after a backward()
   * without `retainGraph`.
   */
  inputs: readonly (readonly [Tensor, Gradient])[] | null;
}

let enabled = true;
let operations = 0;

/**
 * Runs `fn` and returns its result. Operations within `fn` are not recorded, so that their outputs require no gradient.
 * @throws TypeError when `fn` returns a promise.
 */
export function noGrad<T>(fn: () => T): T {
  const before = enabled;
  enabled = false;
  try {
    const result = fn();
    refusePromise("noGrad", result);
    return result;
  } finally {
    enabled = before;
  }
}

/** Whether operations are recorded. */
export function isGradEnabled(): boolean {
  return enabled;
}

/**
 * Records in `out` the operation that computed `out`, if recording is enabled and an input requires a gradient.
 * Returns `out`.
 */
export function record(name: string, out: Tensor, ...inputs: (readonly [Tensor, Gradient])[]): Tensor {
  const needed = enabled ? inputs.filter(([input]) => input.requiresGrad) : [];
  if (needed.length > 0) {
    out.operation = { name, order: operations++, inputs: needed };
    out.requiresGrad = true;
  }
  return out;
}

/**
 * Adds d(root)/d(leaf) times `seed` to the `grad` of every leaf of root's graph that requires a gradient.
 * @param seed gradient of root, with root's shape; null stands for 1 and requires a root of one element
 * @param retainGraph whether backward() can be called again on the graph
 * @throws ShapeError when the seed does not fit root.
 * @throws Error when root requires no gradient, or an earlier call without `retainGraph` has used a part of root's
 * graph.
 */
export function backward(root: Tensor, seed: Tensor | null, retainGraph: boolean): void {
  if (!root.requiresGrad) {
    throw new Error("backward: this tensor requires no gradient, and nothing it was computed from does.");
  }
  if (seed === null && root.size !== 1) {
    throw new ShapeError(
      `backward: only a single value has an implied gradient; pass one of shape ${showShape(root.shape)}.`,
    );
  }
  if (seed && !sameShape(seed.shape, root.shape)) {
    throw new ShapeError(
      `backward: a gradient of shape ${showShape(seed.shape)} does not fit a tensor of shape ${showShape(root.shape)}.`,
    );
  }
  noGrad(() =>
    tidy(() => {
      const gradients = new Gradients();
      gradients.add(root, seed ?? Tensor.full(root.shape, 1), seed === null);
      for (const tensor of producersLast(root)) {
        const dy = gradients.take(tensor);
        for (const [input, gradient] of tensor.operation!.inputs!) {
          const dx = gradient(dy);
          const shared = dx.sharesStorage(dy);
          // `dy` is disposed below unless it is `seed`. An input whose gradient is `dy` itself receives another tensor
          // on the same storage.
          gradients.add(input, dx === dy ? dy.alias(dy.shape) : dx, !shared);
        }
        if (dy !== seed) {
          dy.dispose();
        }
        if (!retainGraph) {
          tensor.operation!.inputs = null;
        }
      }
    }),
  );
}

/**
 * Every tensor of root's graph that an operation computed, sorted so that each tensor comes before the tensors from
 * which it was computed.
 * @throws Error when an earlier backward() without `retainGraph` has used a part of the graph.
 */
function producersLast(root: Tensor): Tensor[] {
  const found = new Set<Tensor>();
  const pending = [root];
  for (let tensor = pending.pop(); tensor; tensor = pending.pop()) {
    const operation = tensor.operation;
    if (!operation || found.has(tensor)) {
      continue;
    }
    if (!operation.inputs) {
      throw new Error(
        `backward: the graph behind ${operation.name} was used up by an earlier backward(); give that one retainGraph.`,
      );
    }
    found.add(tensor);
    pending.push(...operation.inputs.map(([input]) => input));
  }
  return [...found].sort((a, b) => b.operation!.order - a.operation!.order);
}

/**
 * Gradients of a backward pass. The gradients of an operation's output are summed here until `take` removes the sum.
 * The gradients of a leaf are added to the leaf's `grad`.
 */
class Gradients {
  private readonly pending = new Map<Tensor, { value: Tensor; owned: boolean }>();

  /** @param owned whether nothing else uses the storage of `value`. Only then is `value` changed in place. */
  add(tensor: Tensor, value: Tensor, owned: boolean): void {
    if (!tensor.operation) {
      addToLeaf(tensor, value, owned);
      return;
    }
    const sum = this.pending.get(tensor);
    if (!sum) {
      this.pending.set(tensor, { value, owned });
    } else if (sum.owned) {
      addInto(sum.value, value);
      value.dispose();
    } else {
      this.pending.set(tensor, { value: addInto(owned ? value : copyOf(value), sum.value), owned: true });
      sum.value.dispose();
    }
  }

  take(tensor: Tensor): Tensor {
    const { value } = this.pending.get(tensor)!;
    this.pending.delete(tensor);
    return value;
  }
}

function addToLeaf(leaf: Tensor, value: Tensor, owned: boolean): void {
  if (leaf.grad) {
    addInto(leaf.grad, value);
  } else {
    leaf.grad = (owned ? value : copyOf(value)).keep();
  }
}

/** A copy that is not recorded for gradients. */
function copyOf(value: Tensor): Tensor {
  return Tensor.of(value.data, value.shape);
}

function addInto(sum: Tensor, value: Tensor): Tensor {
  kernels().addScaled(sum.data, value.data, 1);
  return sum;
}
