import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { cpuSeconds, processesOf } from "../watching/processes";

/** The address at which a Node.js process can be inspected after SIGUSR1. */
const inspector = "http://127.0.0.1:9229/json/list";

/**
 * Memory (MB) of the extension host after a garbage collection: its heap and its external memory.
 * @param page a page of any browser, which connects to the process
 */
export async function hostMemory(page: Page): Promise<number> {
  const [pid] = processesOf("extensionHost");
  if (pid === undefined) throw new Error("There is no extension host.");
  process.kill(pid, "SIGUSR1");
  const address = await inspectorAddress();
  return page.evaluate(async (url) => {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const call = (id: number, method: string, params: object = {}) =>
      new Promise<{ result: { result: { value: string } } }>((resolve) => {
        socket.addEventListener("message", ({ data }) => {
          const answer = JSON.parse(data);
          if (answer.id === id) resolve(answer);
        });
        socket.send(JSON.stringify({ id, method, params }));
      });
    await call(1, "HeapProfiler.collectGarbage");
    await call(2, "HeapProfiler.collectGarbage");
    const expression = "JSON.stringify(process.memoryUsage())";
    const { result } = await call(3, "Runtime.evaluate", { expression });
    socket.close();
    const { heapUsed, external } = JSON.parse(result.result.value);
    return (heapUsed + external) / 1e6;
  }, address);
}

/** Waits until the extension host has used less than 10 % of a core in each of three seconds in sequence. */
export async function untilIdle(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const before = cpuSeconds().extensionHost;
    await delay(1000);
    quiet = cpuSeconds().extensionHost - before < 0.1 ? quiet + 1 : 0;
  }
}

async function inspectorAddress(): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      const [target] = (await (await fetch(inspector)).json()) as { webSocketDebuggerUrl: string }[];
      if (target) return target.webSocketDebuggerUrl;
    } catch {
      // The process does not listen yet.
    }
    await delay(100);
  }
  throw new Error("The extension host cannot be inspected.");
}
