import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

const observers = new AsyncLocalStorage<(child: ChildProcess) => void>();

subscribe("child_process", (message) => {
  const { process: child } = message as { process: ChildProcess };
  const observe = observers.getStore();
  // Node.js sets `spawnargs` only after it has published this message, and before it runs microtasks.
  if (observe) queueMicrotask(() => child.spawnargs?.some(isTrainer) && observe(child));
});

function isTrainer(argument: string): boolean {
  return argument.endsWith("trainer.js");
}

/**
 * Calls `start`. Resolves as soon as the trainer process exists, long before the process answers.
 * @returns the process, and the promise that `start` has returned
 */
export async function startedProcess<T>(
  start: () => Promise<T>,
): Promise<{ child: ChildProcess; starting: Promise<T> }> {
  return new Promise((resolve, reject) => {
    // `starting` is passed in an object, since a promise that is resolved with another promise waits for the other one.
    let starting: Promise<T>;
    observers.run(
      (child) => resolve({ child, starting }),
      () => {
        starting = start();
        starting.catch(reject);
      },
    );
  });
}
