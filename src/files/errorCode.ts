/** The error's code, such as `ENOSPC`, else its message. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
