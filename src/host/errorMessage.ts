import { inEditor } from "../runs/inert";

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Makes the error's message inert (see {@link inEditor}), and returns the error. A trainer's messages contain names of
 * runs, folders and files, in which another user may have written a link.
 */
export function inertError(error: unknown): unknown {
  if (error instanceof Error) error.message = inEditor(error.message);
  return error;
}
