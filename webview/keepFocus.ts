/** What takes the focus by keyboard. */
const focusable = ["button", "vscode-button", "select", "input", "summary", '[tabindex="0"]']
  .map((one) => `${one}:not(:disabled)`)
  .join();

/**
 * Gives a document's focus back where it was lost, so that the next key press does not begin at the top of the page: to
 * the same element when the document has the focus again, such as after a question of VS Code; after an element with
 * the focus was removed, to the first that can have it in the nearest element around it that is still there.
 */
export function keepFocus(): void {
  /** The element that had the focus last, then those around it. */
  let path: Element[] = [];
  const restore = () => {
    // Another view's focus stays where it is.
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
  // A press on an empty place takes the focus away from all elements.
  document.addEventListener("pointerdown", () => {
    path = [];
  });
  addEventListener("focus", restore);
  new MutationObserver(() => {
    if (path[0]?.isConnected === false) restore();
  }).observe(document, { childList: true, subtree: true });
}

/** The element itself, or while it is removed the visible ones in those around it, the nearest first. */
function candidates([first, ...around]: readonly Element[]): HTMLElement[] {
  if (first?.isConnected) return [first as HTMLElement];
  return around
    .filter((one) => one.isConnected)
    .flatMap((one) => [...one.querySelectorAll<HTMLElement>(focusable)])
    .filter((one) => one.getClientRects().length > 0);
}
