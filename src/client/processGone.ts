import type { ChildProcess } from "node:child_process";
import * as l10n from "@vscode/l10n";

/**
 * Resolves with the exit status in words when a process is gone and its last message has been read. For a process that
 * could not start, resolves with the reason.
 */
export function processGone(child: ChildProcess): Promise<string> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", resolve));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      const how = signal ? l10n.t("signal {0}", signal) : l10n.t("exit code {0}", code!);
      if (child.connected) disconnected.then(() => resolve(how));
      else resolve(how);
    });
  });
}
