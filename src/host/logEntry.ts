import type { RunEvent } from "../runs/RunEvent";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export interface LogEntry {
  level: LogLevel;
  text: string;
}

/**
 * An event of a run as a line of the output channel. The line is in English and has plain numbers, so that all users'
 * reports read alike. Only sentences that the event holds are in the user's language.
 */
export function logEntry(event: RunEvent): LogEntry {
  switch (event.type) {
    case "started":
    case "resumed": {
      const { config, environment } = event;
      const how = event.type === "started" ? "started" : `resumed from step ${event.step}`;
      return { level: "info", text: `${how}: ${JSON.stringify({ config, environment })}` };
    }
    case "data": {
      const total = event.totalBytes === null ? "" : ` of ${event.totalBytes}`;
      return { level: "debug", text: `download: ${event.file}, bytes: ${event.receivedBytes}${total}` };
    }
    case "dataset": {
      const { name, source, trainSamples, validationSamples, testSamples } = event;
      const heldOut =
        validationSamples === undefined ? "" : `, of these for validation: ${validationSamples}`;
      return {
        level: "info",
        text: `data set ${name} from ${source}: training images: ${trainSamples}${heldOut}, test images: ${testSamples}`,
      };
    }
    case "inherited":
      return {
        level: "debug",
        text: `steps ${range(event)}: the parent's`,
      };
    case "steps":
      return {
        level: "trace",
        text: `epoch ${event.epoch}: steps ${range(event)}`,
      };
    case "epoch": {
      const { validationAccuracy, validationLoss } = event;
      const validation =
        validationAccuracy === undefined
          ? ""
          : `validation accuracy ${validationAccuracy}, validation loss ${validationLoss}, `;
      return {
        level: "info",
        text: `epoch ${event.epoch}: ${validation}test accuracy ${event.testAccuracy}, test loss ${event.testLoss}, ${seconds(event)}`,
      };
    }
    case "control": {
      const value = event.value === undefined ? "" : ` ${event.value}`;
      return { level: "info", text: `${event.action}${value} at step ${event.step}` };
    }
    case "checkpoint":
      return { level: "debug", text: `checkpoint ${event.file} (${event.reason}, bytes: ${event.bytes})` };
    case "evaluation":
      return { level: "debug", text: `evaluation ${event.file} (bytes: ${event.bytes})` };
    case "diagnosis": {
      const { rule, step, layer, figures } = event;
      const where = layer === undefined ? "" : ` in ${layer}`;
      return { level: "warn", text: `diagnosis ${rule}${where} at step ${step}: ${JSON.stringify(figures)}` };
    }
    case "warning":
      return { level: "warn", text: event.message };
    case "ended": {
      const { status, code, error, missing = [], stderr = [] } = event;
      const reasons = [...(code ? [`(${code})`] : []), ...(error ? [error] : []), ...missing, ...stderr];
      const level = status === "failed" || error ? "error" : missing.length > 0 ? "warn" : "info";
      return { level, text: [`${status} after ${seconds(event)}`, ...reasons].join("\n  ") };
    }
    default:
      return event satisfies never;
  }
}

/** The steps of an event, counted from 0, for example `0 to 63`. */
function range({ firstStep, losses }: { firstStep: number; losses: readonly unknown[] }): string {
  return `${firstStep} to ${firstStep + losses.length - 1}`;
}

function seconds(event: { seconds: number }): string {
  return `${event.seconds.toFixed(1)} s`;
}

/** Patterns of credentials: user name and password of a URL, and the value after a word such as "token". */
const credentials = [
  /(?<=\/\/)[^\s/@]+(?=@)/g,
  /(?<=\b(?:token|password|secret|authorization)["']?\s*[=:]\s*["']?)[^\s"',}]+/gi,
];

/** The text with `***` in place of {@link credentials}. */
export function withoutCredentials(text: string): string {
  return credentials.reduce((shown, pattern) => shown.replace(pattern, "***"), text);
}
