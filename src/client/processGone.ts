import type { ChildProcess } from "node:child_process";
import * as l10n from "@vscode/l10n";

export interface ProcessEnd {
  /** The exit status in words; the reason if the process could not start. */
  how: string;
  /** Whether the process ended with exit code 0. */
  isOrderly: boolean;
}

/** Resolves when a process is gone and its last message has been read, or when it could not start. */
export function processGone(child: ChildProcess): Promise<ProcessEnd> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", resolve));
  return new Promise((resolve) => {
    child.on("error", (error) => {
      // This event also reports that a message or a signal could not be sent to a process that runs.
      if (child.pid === undefined) resolve({ how: error.message, isOrderly: false });
    });
    child.once("exit", (code, signal) => {
      const how = signal ? l10n.t("signal {0}", signal) : l10n.t("exit code {0}", code!);
      const end = { how, isOrderly: code === 0 };
      if (child.connected) disconnected.then(() => resolve(end));
      else resolve(end);
    });
  });
}
