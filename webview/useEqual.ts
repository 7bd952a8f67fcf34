import { useRef } from "preact/hooks";
import { isEqual } from "./figures/isEqual";

/** Returns `value`. If it equals the value of the previous rendering, returns the object of the previous rendering. */
export function useEqual<T>(value: T): T {
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}
