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

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": HTMLAttributes<HTMLElement> & { appearance: string; disabled: boolean };
      "vscode-checkbox": HTMLAttributes<HTMLElement> & { checked: boolean };
    }
  }
}

export function Button(props: {
  appearance: "primary" | "secondary";
  disabled?: boolean;
  onClick: () => void;
  key?: string;
  children: ComponentChildren;
}) {
  return (
    <vscode-button appearance={props.appearance} disabled={props.disabled ?? false} onClick={props.onClick}>
      {props.children}
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
