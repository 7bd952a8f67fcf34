import { duration, fileSize, percentage } from "../runs/figures";
import type { RunEvent } from "../runs/RunEvent";
import { counted } from "../text/counted";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export interface LogEntry {
  level: LogLevel;
  text: string;
}

/** An event as an entry of the output channel. */
export function logEntry(event: RunEvent): LogEntry {
  switch (event.type) {
    case "started":
    case "resumed": {
      const { config, environment } = event;
      const how = event.type === "started" ? "started" : `resumed from step ${event.step}`;
      return { level: "info", text: `${how}: ${JSON.stringify({ config, environment })}` };
    }
    case "data": {
      const total = event.totalBytes === null ? "" : ` of ${fileSize(event.totalBytes)}`;
      return { level: "debug", text: `download: ${event.file}, ${fileSize(event.receivedBytes)}${total}` };
    }
    case "dataset": {
      const { name, source, trainSamples, testSamples } = event;
      return {
        level: "info",
        text: `data set ${name} from ${source}: ${trainSamples} training and ${counted(testSamples, "test image")}`,
      };
    }
    case "inherited":
      return {
        level: "debug",
        text: `${counted(event.losses.length, "step")} from ${event.firstStep} ${event.losses.length === 1 ? "is" : "are"} the parent's`,
      };
    case "steps":
      return {
        level: "trace",
        text: `epoch ${event.epoch}: ${counted(event.losses.length, "step")} from ${event.firstStep}`,
      };
    case "epoch":
      return {
        level: "info",
        text: `epoch ${event.epoch}: test accuracy ${percentage(event.testAccuracy)}, test loss ${event.testLoss}, ${duration(event.seconds)}`,
      };
    case "control": {
      const value = event.value === undefined ? "" : ` ${event.value}`;
      return { level: "info", text: `${event.action}${value} at step ${event.step}` };
    }
    case "checkpoint":
      return { level: "debug", text: `checkpoint ${event.file} (${event.reason}, ${fileSize(event.bytes)})` };
    case "warning":
      return { level: "warn", text: event.message };
    case "ended": {
      const { status, code, error, missing = [], stderr = [] } = event;
      const reasons = [...(code ? [`(${code})`] : []), ...(error ? [error] : []), ...missing, ...stderr];
      const level = status === "failed" || error ? "error" : missing.length > 0 ? "warn" : "info";
      return { level, text: [`${status} after ${duration(event.seconds)}`, ...reasons].join("\n  ") };
    }
    default:
      return event satisfies never;
  }
}

/** User name and password of a URL, and the value after a word such as "token". */
const credentials = [
  /(?<=\/\/)[^\s/@]+(?=@)/g,
  /(?<=\b(?:token|password|secret|authorization)["']?\s*[=:]\s*["']?)[^\s"',}]+/gi,
];

/** The text without credentials, safe to send to others. */
export function withoutCredentials(text: string): string {
  return credentials.reduce((shown, pattern) => shown.replace(pattern, "***"), text);
}
