import { useRef } from "preact/hooks";
import { isEqual } from "./figures/isEqual";

/** The value of the drawing before, where it is equal to the present one. */
export function useEqual<T>(value: T): T {
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}
