import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

const observers = new AsyncLocalStorage<(child: ChildProcess) => void>();

subscribe("child_process", (message) => {
  const { process: child } = message as { process: ChildProcess };
  const observe = observers.getStore();
  // The arguments are known a moment later.
  if (observe) queueMicrotask(() => child.spawnargs?.some(isTrainer) && observe(child));
});

function isTrainer(argument: string): boolean {
  return argument.endsWith("trainer.js");
}

/** The trainer process that `start` makes. It is known from its first moment on, long before it answers. */
export async function startedProcess<T>(
  start: () => Promise<T>,
): Promise<{ child: ChildProcess; starting: Promise<T> }> {
  return new Promise((resolve, reject) => {
    // In an object, since a promise resolved with a promise would wait for it.
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
