/** The code of an error, such as `ENOSPC`; the message of an error without a code; any other value as a text. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
