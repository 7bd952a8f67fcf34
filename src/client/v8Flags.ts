import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * V8 flags for the engine, in this order: fuse 128-bit operations to 256 bits; enable relaxed SIMD where it is not yet
 * standard; compile WebAssembly to optimized code from the first call; do not unroll WebAssembly loops, since unrolled
 * loops of a matrix tile run out of registers in older versions of V8 (see `storeTile`); limit each semi-space of the
 * young generation to 4 MB; collect the old generation when it has grown by 50 %. The tensors of a step outlive the
 * young generation, so that without the last flag the old generation would grow to several times the memory in use.
 */
const wanted = [
  "--experimental-wasm-revectorize",
  "--experimental-wasm-relaxed-simd",
  "--no-liftoff",
  "--no-wasm-loop-unrolling",
  "--max-semi-space-size=4",
  "--heap-growing-percent=50",
];

/** The flags that each program supports, by the path of the program. */
const supported = new Map<string, Promise<string[]>>();

/**
 * The wanted flags that a Node program supports. The program is started with all of them, and once more with the
 * remaining flags if it refuses some. A result that is not empty is kept for the life of this process.
 * @param execPath the program; default: the one of this process
 * @returns an empty list if the program does not start with the remaining flags either
 */
export function supportedV8Flags(execPath = process.execPath): Promise<string[]> {
  let flags = supported.get(execPath);
  if (!flags) {
    flags = askForFlags(execPath);
    supported.set(execPath, flags);
    // An empty list is not kept: the program may have failed to start for another reason.
    void flags.then(({ length }) => length === 0 && supported.delete(execPath));
  }
  return flags;
}

/** Node does not start with an unknown flag, and names each unknown flag in its message. */
async function askForFlags(execPath: string): Promise<string[]> {
  const refusal = await refusalOf(execPath, wanted);
  if (refusal === undefined) return [...wanted];
  const known = wanted.filter((flag) => !refusal.includes(flag));
  return (await refusalOf(execPath, known)) === undefined ? known : [];
}

/**
 * The text that Node writes to stderr when it does not start with the flags; undefined when it starts. The attempt with
 * `--version` takes a few milliseconds. `--v8-options`, which lists all flags, would take 100 ms.
 */
async function refusalOf(execPath: string, flags: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  return promisify(execFile)(execPath, [...flags, "--version"], { env }).then(
    () => undefined,
    (error: { stderr?: string }) => error.stderr ?? "",
  );
}
