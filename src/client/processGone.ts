import type { ChildProcess } from "node:child_process";
import * as l10n from "@vscode/l10n";
import { outOfMemoryExit } from "../protocol/outOfMemoryExit";

export interface ProcessEnd {
  /** The exit status in words; the reason if the process could not start, or had too little memory. */
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
      const end = { how: signal ? l10n.t("signal {0}", signal) : meaningOf(code!), isOrderly: code === 0 };
      if (child.connected) disconnected.then(() => resolve(end));
      else resolve(end);
    });
  });
}

function meaningOf(exitCode: number): string {
  return exitCode === outOfMemoryExit
    ? l10n.t(
        "the system does not give it enough memory; close other programs, or raise the limit of virtual memory (ulimit -v)",
      )
    : l10n.t("exit code {0}", exitCode);
}
