import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

const observers = new AsyncLocalStorage<(child: ChildProcess) => void>();

subscribe("child_process", (message) => {
  const { process: child } = message as { process: ChildProcess };
  const observe = observers.getStore();
  // The arguments are set after this event.
  if (observe) queueMicrotask(() => child.spawnargs?.some(isTrainer) && observe(child));
});

function isTrainer(argument: string): boolean {
  return argument.endsWith("trainer.js");
}

/** Calls `start`. Resolves with the trainer process once it exists, long before the process answers. */
export async function startedProcess<T>(
  start: () => Promise<T>,
): Promise<{ child: ChildProcess; starting: Promise<T> }> {
  return new Promise((resolve, reject) => {
    // `starting` is passed in an object: a promise that is resolved with another promise waits for that one.
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
