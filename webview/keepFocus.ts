/** The selectors of all elements that can have the focus by keyboard. */
const focusable = ["button", "vscode-button", "select", "input", "summary", '[tabindex="0"]']
  .map((one) => `${one}:not(:disabled)`)
  .join();

/**
 * Restores a document's focus after it was lost, so that a user who navigates by keyboard does not have to begin at the
 * top of the page. When the document has the focus again, for example after a dialog of VS Code, the focus returns to
 * the same element. If the element was removed, the focus goes to the first focusable element in its nearest ancestor
 * that still has one.
 */
export function keepFocus(): void {
  /**
   * The element that had the focus last, then its ancestors, the nearest first. Empty after a pointer press that gives
   * no element the focus.
   */
  let path: Element[] = [];
  const restore = () => {
    // The focus is not taken from another element of the document or from another view.
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    for (const next of candidates(path)) {
      next.focus({ preventScroll: true });
      if (document.activeElement === next) return;
    }
  };
  document.addEventListener("focusin", ({ target }) => {
    path = [];
    for (let one = target as Element | null; one; one = one.parentElement) path.push(one);
  });
  // A press on an empty place removes the focus on purpose. A press on a focusable element sets the path again.
  document.addEventListener("pointerdown", () => {
    path = [];
  });
  addEventListener("focus", restore);
  new MutationObserver(() => {
    if (path[0]?.isConnected === false) restore();
  }).observe(document, { childList: true, subtree: true });
}

/**
 * The element itself while it is in the document. Else the visible focusable elements in its ancestors, those in the
 * nearest ancestor first.
 */
function candidates([first, ...around]: readonly Element[]): HTMLElement[] {
  if (first?.isConnected) return [first as HTMLElement];
  return around
    .filter((one) => one.isConnected)
    .flatMap((one) => [...one.querySelectorAll<HTMLElement>(focusable)])
    .filter((one) => one.getClientRects().length > 0);
}
