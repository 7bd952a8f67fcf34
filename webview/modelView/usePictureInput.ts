import { useEffect } from "preact/hooks";
import { strings } from "../strings";
import type { PictureStore } from "./PictureStore";

/**
 * Takes pictures that are pasted anywhere in the view.
 * @returns the handlers of an element on which they are dropped
 */
export function usePictureInput(pictures: PictureStore) {
  const take = (data: DataTransfer | null, nothing: string) => {
    const [file] = data?.files ?? [];
    const [address] = (data?.getData("text/uri-list") ?? "").split(/\r?\n/).filter((one) => one !== "");
    if (file) void pictures.take(file);
    else if (address) void pictures.open(address);
    else pictures.refuse(nothing);
  };
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) =>
      take(clipboardData, strings.model.tried.nothingPasted);
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [pictures]);
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      take(event.dataTransfer, strings.model.tried.nothingDropped);
    },
  };
}
