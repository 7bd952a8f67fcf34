import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * What the engine asks of V8: 128-bit operations fused to 256 bits, relaxed SIMD where it is not yet standard,
 * optimized code from the first call, a young generation of few megabytes, and a collection of the old one when it has
 * grown by a half. Each step's tensors outlive the young generation, and the old one would grow to several times what is
 * in use.
 */
const wanted = [
  "--experimental-wasm-revectorize",
  "--experimental-wasm-relaxed-simd",
  "--no-liftoff",
  "--max-semi-space-size=4",
  "--heap-growing-percent=50",
];

/**
 * The V8 flags that a process of this program should be started with: those of our wishes that it knows, since
 * Node refuses to start with any other.
 *
 * @param execPath the program, by default this process's own.
 */
export async function supportedV8Flags(execPath = process.execPath): Promise<string[]> {
  if (await starts(execPath, wanted)) return [...wanted];
  const known = await Promise.all(wanted.map((flag) => starts(execPath, [flag])));
  return wanted.filter((_, i) => known[i]);
}

/** Telling its version takes Node a few milliseconds, its list of V8 options a hundred. */
async function starts(execPath: string, flags: readonly string[]): Promise<boolean> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  return promisify(execFile)(execPath, [...flags, "--version"], { env }).then(
    () => true,
    () => false,
  );
}
