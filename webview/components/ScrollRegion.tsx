import type { ComponentChildren } from "preact";

/** A region that scrolls sideways, for a table that may be wider than the view. */
export function ScrollRegion(props: {
  /** Read by a screen reader when the region takes the focus. */
  label: string;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section class={props.class ?? "scroll"} tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  );
}
