import { render, type VNode } from "preact";
import type { MessageConnection } from "vscode-jsonrpc";
import { hostConnection } from "./hostConnection";
import { drawInertText } from "./inertText";

/**
 * Starts a view. Draws it at the start and after changes, at most once per frame. Calls `refresh` at the start and
 * whenever the view becomes visible.
 * @param make returns the state of the view, which calls `changed` after each change
 */
export function startView<State extends { refresh(): Promise<void> }>(
  make: (connection: MessageConnection, changed: () => void) => State,
  draw: (state: State) => VNode,
): void {
  drawInertText();
  let isAsked = false;
  const drawSoon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      render(draw(state), document.body);
    });
  };
  const state = make(hostConnection(), drawSoon);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void state.refresh();
  });
  void state.refresh();
  drawSoon();
}
