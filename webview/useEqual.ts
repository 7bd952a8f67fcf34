import { useRef } from "preact/hooks";
import { isEqual } from "./figures/isEqual";

/** The value; if it equals the value of the drawing before, the object of the drawing before. */
export function useEqual<T>(value: T): T {
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}
