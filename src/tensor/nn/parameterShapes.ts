import type { Shape } from "../shape";
import type { Module } from "./Module";
import { withShapesAlone } from "./Parameter";

/**
 * The names and shapes of the parameters of the module that `make` returns, in order. The parameters have no storage,
 * and their initial values are not drawn.
 */
export function parameterShapes(make: () => Module): Map<string, Shape> {
  const module = withShapesAlone(make);
  return new Map([...module.namedParameters()].map(([name, { shape }]) => [name, shape]));
}
