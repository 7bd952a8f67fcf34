import { join } from "node:path";

/** Options with which a trainer loads one of the scripts in this folder before its own. */
export function preloading(script: string, ...options: string[]): { environment: Record<string, string> } {
  const path = join(import.meta.dirname, script);
  return { environment: { NODE_OPTIONS: [`--require ${JSON.stringify(path)}`, ...options].join(" ") } };
}
