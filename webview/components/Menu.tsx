import { Fragment } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { menuKey } from "../menuKeys";
import { strings } from "../strings";
import { Icon } from "./Icon";

export interface MenuItem {
  label: string;
  /** Whether the item is switched on; left out for an item that is no switch. */
  isChecked?: boolean;
  act: () => void;
}

/** Items of which one is chosen, under the heading `choice`. */
export interface MenuChoice {
  choice: string;
  items: readonly { label: string; isChosen: boolean; act: () => void }[];
}

export type MenuGroup = readonly MenuItem[] | MenuChoice;

/**
 * A menu behind a "…" button, by the ARIA menu button pattern.
 * @param items the groups of items, with a line between two groups
 */
export function Menu({
  items: groups,
  label = strings.moreActions,
}: {
  items: readonly MenuGroup[];
  label?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
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
  return (
    <div class="action-menu" ref={root}>
      <button
        type="button"
        class="icon-button"
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : open(0))}
        onKeyDown={onButtonKey}
      >
        <Icon name="ellipsis" />
      </button>
      {isOpen && (
        <div
          class="menu"
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onKeyDown={(event) => menuKey(event, { items, close, isMenu: true })}
        >
          {groups.map((group, index) => {
            const lines = index > 0 && <hr />;
            if ("choice" in group)
              return (
                <Fragment key={group.choice}>
                  {lines}
                  {/* biome-ignore lint/a11y/useSemanticElements: a menu may hold no fieldset. */}
                  <div role="group" aria-label={group.choice}>
                    <p aria-hidden="true">{group.choice}</p>
                    {group.items.map(({ isChosen, ...item }) => (
                      <Item
                        {...item}
                        key={item.label}
                        role="menuitemradio"
                        isChecked={isChosen}
                        close={close}
                      />
                    ))}
                  </div>
                </Fragment>
              );
            return (
              <Fragment key={group[0]?.label}>
                {lines}
                {group.map((item) => (
                  <Item
                    {...item}
                    key={item.label}
                    role={item.isChecked === undefined ? "menuitem" : "menuitemcheckbox"}
                    close={close}
                  />
                ))}
              </Fragment>
            );
          })}
        </div>
      )}
    </div>
  );
}

function Item(
  props: MenuItem & { role: "menuitem" | "menuitemcheckbox" | "menuitemradio"; close: () => void },
) {
  return (
    <button
      type="button"
      {...{ role: props.role, "aria-checked": props.isChecked }}
      tabIndex={-1}
      onClick={() => {
        props.close();
        props.act();
      }}
    >
      {props.label}
    </button>
  );
}
