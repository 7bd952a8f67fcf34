import { useEffect, useState } from "preact/hooks";

/** Whether a chart fills the view, in which the style sheets then hide all else. Escape restores it. */
export function useMaximised(): [isMaximised: boolean, toggle: () => void] {
  const [isMaximised, setMaximised] = useState(false);
  useEffect(() => {
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
