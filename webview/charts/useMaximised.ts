import { useLayoutEffect, useState } from "preact/hooks";

/**
 * Whether a chart fills the view, and a function that changes this. While a chart fills the view, the style sheets hide
 * the rest of the view, and Escape restores the chart.
 */
export function useMaximised(): [isMaximised: boolean, toggle: () => void] {
  const [isMaximised, setMaximised] = useState(false);
  // A layout effect, so that no frame shows the enlarged chart beside the rest of the view.
  useLayoutEffect(() => {
    if (!isMaximised) return;
    document.body.dataset.maximised = "";
    const restore = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) setMaximised(false);
    };
    document.addEventListener("keydown", restore);
    return () => {
      delete document.body.dataset.maximised;
      document.removeEventListener("keydown", restore);
    };
  }, [isMaximised]);
  return [isMaximised, () => setMaximised(!isMaximised)];
}
