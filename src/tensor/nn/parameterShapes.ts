import type { Shape } from "../shape";
import { Counter } from "./Buffer";
import type { Module } from "./Module";
import { withShapesAlone } from "./Parameter";

/**
 * The names and shapes of the parameters of the module that `make` returns, in the order of `namedParameters`. No
 * memory is allocated for the parameters, and no initial values are drawn.
 */
export function parameterShapes(make: () => Module): Map<string, Shape> {
  const module = withShapesAlone(make);
  return new Map([...module.namedParameters()].map(([name, { shape }]) => [name, shape]));
}

/** An array of a module's state dictionary: its shape, and its type in a safetensors file. */
export interface StateShape {
  readonly shape: Shape;
  readonly dtype: "F32" | "I64";
}

/**
 * The names, shapes and types of the buffers of the module that `make` returns, in the order of `stateDict`. Like with
 * {@link parameterShapes}, no memory is allocated for parameters and buffers.
 */
export function bufferShapes(make: () => Module): Map<string, StateShape> {
  const module = withShapesAlone(make);
  const parameters = new Set([...module.namedParameters()].map(([name]) => name));
  return new Map(
    [...module.stateDict()]
      .filter(([name]) => !parameters.has(name))
      .map(([name, value]) => [
        name,
        { shape: value.shape, dtype: value instanceof Counter ? "I64" : "F32" },
      ]),
  );
}
