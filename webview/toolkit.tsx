/**
 * The only module that imports the webview UI toolkit, whose upstream is archived. It registers the elements in use
 * and exports them as Preact components. Their styles are constructed style sheets, so that a strict `style-src`
 * needs no exception for them.
 */
import {
  provideVSCodeDesignSystem,
  type Checkbox as ToolkitCheckbox,
  vsCodeButton,
  vsCodeCheckbox,
} from "@vscode/webview-ui-toolkit";
import type { ComponentChildren, HTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": HTMLAttributes<HTMLElement> & { appearance: string };
      "vscode-checkbox": HTMLAttributes<HTMLElement> & { checked: boolean };
    }
  }
}

export interface ButtonProps {
  appearance: "primary" | "secondary";
  /** The action is pending: the button keeps the focus and ignores clicks. */
  busy?: boolean;
  /** The button has no effect now: it keeps the focus and ignores clicks. */
  disabled?: boolean;
  title?: string;
  class?: string;
  onClick: (event: MouseEvent) => void;
  children: ComponentChildren;
}

export function Button({
  appearance,
  busy = false,
  disabled = false,
  title,
  class: name = "",
  onClick,
  children,
}: ButtonProps) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // The toolkit does not pass ARIA states on to the inner button, which has the role and the focus.
    const inner = element.current?.shadowRoot?.querySelector("button");
    inner?.setAttribute("aria-busy", String(busy));
    inner?.setAttribute("aria-disabled", String(busy || disabled));
  }, [busy, disabled]);
  return (
    <vscode-button
      ref={element}
      appearance={appearance}
      class={`${name} ${busy ? "busy" : ""} ${disabled ? "without-effect" : ""}`}
      title={title}
      onClick={(event) => busy || disabled || onClick(event)}
    >
      {children}
    </vscode-button>
  );
}

export function Checkbox(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
}) {
  // The toolkit's element emits `change` also when the property `checked` is set by a rendering.
  const set = useRef(props.checked);
  set.current = props.checked;
  return (
    <vscode-checkbox
      checked={props.checked}
      onChange={(event) => {
        const { checked } = event.currentTarget as ToolkitCheckbox;
        if (checked !== set.current) props.onChange(checked);
      }}
    >
      {props.children}
    </vscode-checkbox>
  );
}
