import { join } from "node:path";

/** The environment of a trainer that loads one of the scripts in this folder before its own. */
export function preloading(script: string, ...options: string[]): Record<string, string> {
  const path = join(import.meta.dirname, script);
  return { NODE_OPTIONS: [`--require ${JSON.stringify(path)}`, ...options].join(" ") };
}
