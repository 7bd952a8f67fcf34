import { useRef } from "preact/hooks";

/** Returns `value` or, while it is undefined, the last value that was given with the same key, if there is one. */
export function useKept<Value>(value: Value | undefined, key: string | undefined): Value | undefined {
  const kept = useRef<{ key: string | undefined; value: Value | undefined }>({ key, value });
  if (value !== undefined || kept.current.key !== key) kept.current = { key, value };
  return kept.current.value;
}
