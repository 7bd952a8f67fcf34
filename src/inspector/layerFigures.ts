import type { ArrayFigures, UnitFigures } from "../protocol/inspectorProtocol";
import { nn, type Tensor } from "../tensor";

/** The figures of each parameter of a network, in the order of `namedParameters`. */
export function arrayFigures(model: nn.Module): ArrayFigures[] {
  return [...model.namedParameters()].map(([name, { shape, data }]) => {
    let sum = 0;
    let squares = 0;
    let zeros = 0;
    for (const value of data) {
      sum += value;
      squares += value * value;
      if (value === 0) zeros++;
    }
    const mean = sum / data.length;
    return {
      name,
      shape: [...shape],
      mean,
      standardDeviation: Math.sqrt(Math.max(0, squares / data.length - mean * mean)),
      norm: Math.sqrt(squares),
      zeros: zeros / data.length,
    };
  });
}

/**
 * Replaces the ReLU layers of a network by layers that record which units are active for at least one image.
 * @returns a function that returns the figures over all images that the network has computed since the replacement
 */
export function watchUnits(model: nn.Module): () => UnitFigures[] {
  const watched = new Map<string, WatchedReLU>();
  for (const [name, parent, child] of childrenOf(model)) {
    if (child.constructor !== nn.ReLU) continue;
    const own = name.slice(name.lastIndexOf(".") + 1);
    const places: object = parent instanceof nn.Sequential ? parent.layers : parent;
    if (!Object.hasOwn(places, own)) continue;
    const layer = new WatchedReLU();
    watched.set(name, layer);
    Object.assign(places, { [own]: layer });
  }
  return () =>
    [...watched].map(([name, { active }]) => ({ name, units: active.length, dead: inactive(active) }));
}

/**
 * A ReLU that records its active units. A Sequential may compute an `nn.ReLU` together with the layer before it, but
 * calls `forward` of a ReLU of this class.
 */
class WatchedReLU extends nn.ReLU {
  /** [units], 1 for a unit that was active; a channel of a convolution is one unit. */
  active = new Uint8Array();

  override forward(x: Tensor): Tensor {
    const y = super.forward(x);
    const { data, shape } = y;
    const units = shape[1]!;
    const positions = shape.slice(2).reduce((product, length) => product * length, 1);
    if (this.active.length !== units) this.active = new Uint8Array(units);
    for (let index = 0; index < data.length; index++)
      if (data[index]! > 0) this.active[Math.floor(index / positions) % units] = 1;
    return y;
  }
}

function inactive(active: Uint8Array): number {
  return active.reduce((count, isActive) => count + Number(!isActive), 0);
}

/** All modules within a module, with the name and the parent of each. */
function* childrenOf(
  parent: nn.Module,
  prefix = "",
): Generator<[name: string, parent: nn.Module, child: nn.Module]> {
  for (const [own, child] of parent.namedChildren()) {
    const name = prefix + own;
    yield [name, parent, child];
    yield* childrenOf(child, `${name}.`);
  }
}
