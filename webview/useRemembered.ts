import { useRef, useState } from "preact/hooks";

/**
 * The state of a view, and a function that changes some of its members and passes the new state to `remember`. A change
 * starts from the newest state, even if the function belongs to an earlier rendering.
 * @param restore called for the first rendering
 */
export function useRemembered<State extends object>(
  restore: () => State,
  remember: (state: State) => void,
): [State, (changes: Partial<State>) => void] {
  const [state, setState] = useState(restore);
  const newest = useRef(state);
  const change = (changes: Partial<State>) => {
    newest.current = { ...newest.current, ...changes };
    setState(newest.current);
    remember(newest.current);
  };
  return [state, change];
}
