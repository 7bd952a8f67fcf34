import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { strings } from "../strings";
import { Icon } from "./Icon";

/** A menu of actions behind a "…" button, by the ARIA menu button pattern. */
export function ActionMenu<Kind extends keyof typeof strings.actions>(props: {
  kinds: readonly Kind[];
  act: (kind: Kind) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  /** Index of the item that has the focus when the menu opens; −1 for the last. */
  const first = useRef(0);
  const open = (index: number) => {
    first.current = index;
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>("[aria-haspopup]")?.focus();
  };

  // Sets the focus before the menu is painted, so that the next key reaches the menu.
  useLayoutEffect(() => {
    if (!isOpen) return;
    items().at(first.current)?.focus();
    const leave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    // The window loses the focus on a click outside the webview.
    const blur = () => setOpen(false);
    window.addEventListener("blur", blur);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      window.removeEventListener("blur", blur);
    };
  }, [isOpen]);

  const onButtonKey = (event: KeyboardEvent) => {
    const index = { ArrowDown: 0, ArrowUp: -1 }[event.key];
    if (index === undefined) return;
    event.preventDefault();
    open(index);
  };
  const onMenuKey = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, () => void> = {
      ArrowDown: () => all[(at + 1) % all.length]?.focus(),
      ArrowUp: () => all.at(at - 1)?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      Escape: close,
      Tab: close,
    };
    const move = moves[event.key];
    if (!move) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
    move();
  };
  return (
    <div class="action-menu" ref={root}>
      <button
        type="button"
        class="icon-button"
        title={strings.moreActions}
        aria-label={strings.moreActions}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : open(0))}
        onKeyDown={onButtonKey}
      >
        <Icon name="ellipsis" />
      </button>
      {isOpen && (
        <div class="menu" role="menu" aria-label={strings.moreActions} tabIndex={-1} onKeyDown={onMenuKey}>
          {props.kinds.map((kind) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              key={kind}
              onClick={() => {
                close();
                props.act(kind);
              }}
            >
              {strings.actions[kind]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
