import { useRef } from "preact/hooks";

/** The value; while it is undefined, the last value of the same key. */
export function useKept<Value>(value: Value | undefined, key: string | undefined): Value | undefined {
  const kept = useRef<{ key: string | undefined; value: Value | undefined }>({ key, value });
  if (value !== undefined || kept.current.key !== key) kept.current = { key, value };
  return kept.current.value;
}
