/**
 * Ends this process with an exit code of its own if the system does not give it the memory for its tensors. The trainer
 * and the inspector must import this module before the modules that reserve the memory when they are loaded.
 */
import { outOfMemoryExit } from "./outOfMemoryExit";

process.on("uncaughtExceptionMonitor", ({ name }) => {
  if (name === "OutOfMemoryError") process.exit(outOfMemoryExit);
});
