/** A menu, or a list of fields, whose keys {@link menuKey} handles by the ARIA menu pattern. */
export interface MenuKeys {
  /** The elements that receive the focus, in order. */
  items: () => readonly HTMLElement[];
  close: () => void;
  /** Whether Tab closes the menu, as in a menu of actions. In a list of fields, Tab moves the focus. */
  isMenu: boolean;
}

/** Handles a key that was pressed in a menu. Elements around the menu receive no key event. */
export function menuKey(event: KeyboardEvent, { items, close, isMenu }: MenuKeys): void {
  event.stopPropagation();
  if (event.key === "Tab") {
    if (isMenu) close();
    return;
  }
  const all = items();
  // -1 if no item has the focus. ArrowDown then focuses the first item, and ArrowUp the last one.
  const at = all.indexOf(document.activeElement as HTMLElement);
  const moves: Record<string, (() => void) | undefined> = {
    ArrowDown: () => all[(at + 1) % all.length]?.focus(),
    ArrowUp: () => all.at(Math.max(at, 0) - 1)?.focus(),
    Home: () => all[0]?.focus(),
    End: () => all.at(-1)?.focus(),
    Escape: close,
  };
  // In a text field, all keys but ArrowDown and Escape edit the text or move its cursor.
  const isText = (event.target as HTMLInputElement).type === "text";
  const move = isText && event.key !== "ArrowDown" && event.key !== "Escape" ? undefined : moves[event.key];
  if (!move) return;
  event.preventDefault();
  move();
}
