/**
 * The one place that knows the webview UI toolkit, whose upstream is archived: what is used of it is
 * registered here and given to the dashboard as Preact components.
 * Its styles are constructed style sheets, so a strict `style-src` needs no exception for them.
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
  /** What was asked for is not done yet: the button keeps the focus and takes no further click. */
  busy?: boolean;
  title?: string;
  class?: string;
  onClick: (event: MouseEvent) => void;
  children: ComponentChildren;
}

export function Button({
  appearance,
  busy = false,
  title,
  class: name = "",
  onClick,
  children,
}: ButtonProps) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // The toolkit passes no ARIA state on to the button within, which has the role and the focus.
    const inner = element.current?.shadowRoot?.querySelector("button");
    inner?.setAttribute("aria-busy", String(busy));
    inner?.setAttribute("aria-disabled", String(busy));
  }, [busy]);
  return (
    <vscode-button
      ref={element}
      appearance={appearance}
      class={`${name} ${busy ? "busy" : ""}`}
      title={title}
      onClick={(event) => busy || onClick(event)}
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
  return (
    <vscode-checkbox
      checked={props.checked}
      onChange={(event) => props.onChange((event.currentTarget as ToolkitCheckbox).checked)}
    >
      {props.children}
    </vscode-checkbox>
  );
}
