import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program that keeps a core busy until its parent is gone. */
const spin = `
  const parent = process.ppid;
  process.stdout.write("busy");
  for (let x = 0; process.ppid === parent; ) for (let i = 0; i < 1e7; i++) x += Math.sqrt(i);
`;

/** Runs an action while each of a number of other processes keeps a core busy. */
export async function withBusyCores<T>(processes: number, action: () => Promise<T>): Promise<T> {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ["-e", spin], { stdio: ["ignore", "pipe", "ignore"] }),
  );
  try {
    await Promise.all(children.map((child) => once(child.stdout, "data")));
    return await action();
  } finally {
    for (const child of children) child.kill();
  }
}
