import { inEditor } from "../runs/inert";

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same error, whose message names nothing but as text: a trainer's sentences name runs, folders and files. */
export function inertError(error: unknown): unknown {
  if (error instanceof Error) error.message = inEditor(error.message);
  return error;
}
