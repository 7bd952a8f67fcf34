import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { menuKey } from "../menuKeys";

/**
 * A menu or a dialog above the page at a place (pixels); at the page's edge, the popup is moved into the page. The
 * popup takes the focus. It closes on Escape, on a click elsewhere, and when the window loses the focus. A menu also
 * closes on Tab.
 */
export function Popup(props: {
  place: { x: number; y: number };
  class: string;
  label: string;
  role: "menu" | "dialog";
  close: () => void;
  children: ComponentChildren;
}) {
  const root = useRef<HTMLDivElement>(null);
  const { close } = props;
  useLayoutEffect(() => {
    const element = root.current!;
    const { width, height } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    element.style.left = `${Math.max(0, Math.min(props.place.x, clientWidth - width - 4))}px`;
    element.style.top = `${Math.max(0, Math.min(props.place.y, clientHeight - height - 4))}px`;
    (element.querySelector<HTMLElement>("[role=menuitem],input,button") ?? element).focus();
    const leave = (event: Event) => {
      if (!element.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", leave);
    window.addEventListener("blur", close);
    return () => {
      document.removeEventListener("pointerdown", leave);
      window.removeEventListener("blur", close);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) =>
    menuKey(event, {
      items: () => [...root.current!.querySelectorAll<HTMLElement>("[role^=menuitem],label>input,button")],
      close,
      isMenu: props.role === "menu",
    });
  return (
    <div
      ref={root}
      class={`menu popup ${props.class}`}
      role={props.role}
      aria-label={props.label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {props.children}
    </div>
  );
}
