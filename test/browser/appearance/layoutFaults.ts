import type { Frame, Page } from "playwright-core";

/** The faults of a view's layout at its present size, a sentence for each. */
export function layoutFaults(view: Page | Frame): Promise<string[]> {
  return view.evaluate(findFaults);
}

/** Runs in the page. @returns a sentence for each fault */
function findFaults(): string[] {
  const faults: string[] = [];
  const isShown = (element: Element) =>
    element.getClientRects().length > 0 && !element.closest(".visually-hidden");
  const all = <E extends HTMLElement>(selector: string) =>
    [...document.querySelectorAll<E>(selector)].filter(isShown);
  const label = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute("class")} "${element.textContent?.trim().slice(0, 30)}"`;
  const width = document.documentElement.clientWidth;

  if (document.documentElement.scrollWidth > width)
    faults.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} px in ${width} px`);

  /**
   * Whether an element can be scrolled sideways with the mouse and the keyboard. The keyboard scrolls only an element
   * that has the focus.
   */
  const scrolls = (element: HTMLElement) =>
    element.tabIndex >= 0 && /auto|scroll/.test(getComputedStyle(element).overflowX);
  const isInScroller = (element: HTMLElement) => {
    for (let one = element.parentElement; one; one = one.parentElement) if (scrolls(one)) return true;
    return false;
  };
  /** Whether the nearest `title` attribute, of the element or of an ancestor, holds the element's whole text. */
  const isTitled = (element: HTMLElement) =>
    element.closest<HTMLElement>("[title]")?.title.includes(element.textContent?.trim() ?? "");

  // Text must not overflow its box, except in these elements. The names and values among them may be cut off, since a
  // title holds the whole text.
  const mayBeCut = ".run-header h1, .chip-value, .runs-legend, pre, canvas, .menu";
  for (const element of all("main *")) {
    if (element.closest("svg") || isInScroller(element)) continue;
    const box = element.getBoundingClientRect();
    const isTiny = box.width <= 1 && box.height <= 1;
    if (!isTiny && (box.right > width + 0.5 || box.left < -0.5))
      faults.push(`${label(element)} leaves the page`);
    const { overflowX, overflowY, display, textOverflow } = getComputedStyle(element);
    if (display === "inline" || isTiny || scrolls(element)) continue;
    if (element.closest(mayBeCut) || isTitled(element)) continue;
    // A text that is too wide by a fraction of a pixel gets an ellipsis. `scrollWidth` is rounded and does not show it.
    if (textOverflow === "ellipsis") {
      const text = document.createRange();
      text.selectNodeContents(element);
      const needed = text.getBoundingClientRect().width;
      if (needed > box.width + 0.01)
        faults.push(`${label(element)} is cut off: it needs ${needed} px and has ${box.width}`);
    }
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      faults.push(
        `${label(element)} needs ${element.scrollWidth} px and has ${element.clientWidth} (${overflowX})`,
      );
    if (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1)
      faults.push(
        `${label(element)} needs ${element.scrollHeight} px of height and has ${element.clientHeight}`,
      );
  }

  // Two of these elements must not overlap, unless one contains the other.
  const solid = all(
    "h1, .run-status, .run-progress, .run-other, vscode-button, .icon-button, .chip, .tile, .chart > header, .plot, .chart-controls, .notice > div > p, .notice li, .epoch-table, .epoch-note, .sample-note, .settings > header, .run-config",
  );
  for (const [index, one] of solid.entries()) {
    const a = one.getBoundingClientRect();
    for (const other of solid.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const b = other.getBoundingClientRect();
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) faults.push(`${label(one)} lies over ${label(other)}`);
    }
  }

  for (const name of all("h1")) {
    const box = name.getBoundingClientRect();
    if (box.width < 60 || box.height < 14)
      faults.push(`${label(name)} has only ${box.width} × ${box.height} px`);
    if (name.scrollWidth > name.clientWidth && !name.title)
      faults.push("the name is cut off and has no title");
  }
  for (const button of all("vscode-button, .icon-button")) {
    const { height, width: wide } = button.getBoundingClientRect();
    if (height > 32) faults.push(`${label(button)} is ${height} px high`);
    if (wide > 220) faults.push(`${label(button)} is ${wide} px wide`);
  }
  const figures = all(".small-tiles .value").map((value) => value.getBoundingClientRect());
  const shift = figures.some(({ top, left }) =>
    figures.some(
      (other) => other.left !== left && Math.abs(other.top - top) > 1 && Math.abs(other.top - top) < 16,
    ),
  );
  if (shift) faults.push("the small figures stand at different heights");
  const rows = new Set(
    all(".run-buttons > *").map((button) => Math.round(button.getBoundingClientRect().top / 4)),
  );
  if (rows.size > 1) faults.push(`the header's buttons stand in ${rows.size} rows`);
  return [...new Set(faults)];
}
