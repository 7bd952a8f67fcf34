/** The form of {@link localTime} in the time zone of {@link setTimeZone}; undefined for that of this process. */
let inZone: Intl.DateTimeFormat | undefined;

/**
 * Sets the time zone of local times. Called in a webview with the time zone of the extension host, which may be on
 * another machine, so that both write the same time. An unknown name has no effect.
 */
export function setTimeZone(timeZone: string | undefined): void {
  try {
    inZone = timeZone
      ? new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" })
      : undefined;
  } catch {
    inZone = undefined;
  }
}

/** The time zone of this process; empty where it is unknown. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

/** The local time of a date, to the second: `2026-01-02 03:04:05`. */
export function localTime(date: Date): string {
  if (inZone) return inZone.format(date);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** An ISO 8601 time as local time, to the second. Any other text is returned unchanged. */
export function localTimeOf(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : localTime(date);
}
