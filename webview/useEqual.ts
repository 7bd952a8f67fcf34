import { useRef } from "preact/hooks";
import { isEqual } from "./figures/isEqual";

/** Returns `value` or, if an equal value was returned in the previous rendering, the object that was returned there. */
export function useEqual<T>(value: T): T {
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}
