import { useEffect, useState } from "preact/hooks";
import { strings } from "../strings";
import type { PictureStore } from "./PictureStore";

/**
 * Takes pictures that are pasted or dropped anywhere in the view.
 * @returns whether something is dragged over the view
 */
export function usePictureInput(pictures: PictureStore): boolean {
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    const take = (data: DataTransfer | null, nothing: string) => {
      const files = [...(data?.files ?? [])];
      const sources = files.length > 0 ? files : addressesIn(data);
      if (sources.length > 0) void pictures.take(sources);
      else pictures.refuse(nothing);
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) =>
      take(clipboardData, strings.model.tried.nothingPasted);
    // Unless the page handles the drag, VS Code offers to open a file that is dragged from the desktop, and covers the
    // view.
    const onDrag = (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setDragged(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setDragged(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setDragged(false);
      take(event.dataTransfer, strings.model.tried.nothingDropped);
    };
    const ending = new AbortController();
    const { signal } = ending;
    document.addEventListener("paste", onPaste, { signal });
    document.addEventListener("dragenter", onDrag, { signal });
    document.addEventListener("dragover", onDrag, { signal });
    document.addEventListener("dragleave", onDragLeave, { signal });
    document.addEventListener("drop", onDrop, { signal });
    return () => ending.abort();
  }, [pictures]);
  return isDragged;
}

/** The addresses of the files that are pasted or dragged from VS Code or from another program. */
function addressesIn(data: DataTransfer | null): string[] {
  const text = data?.getData("application/vnd.code.uri-list") || data?.getData("text/uri-list") || "";
  return text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
}
