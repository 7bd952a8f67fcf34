import { join } from "node:path";
import { runChild } from "../childProcess";
import { peersFolder } from "../places";

/**
 * Environment with which the libraries use their fastest kernels for this processor, whatever this machine's own
 * environment sets.
 */
export const ownChoice = {
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
  MKL_ENABLE_INSTRUCTIONS: undefined,
  ONEDNN_MAX_CPU_ISA: undefined,
  ATEN_CPU_CAPABILITY: undefined,
};
/** Environment that limits the libraries to vectors of 256 bits, the widest that V8 uses for WebAssembly. */
export const onlyAvx2 = {
  ...ownChoice,
  OPENBLAS_CORETYPE: "Haswell",
  MKL_ENABLE_INSTRUCTIONS: "AVX2",
  ONEDNN_MAX_CPU_ISA: "AVX2",
  ATEN_CPU_CAPABILITY: "avx2",
};

interface PythonRun {
  /** File name of a program in this folder, then the modules that have to be installed for the program. */
  script: string;
  modules: readonly string[];
  args: readonly (string | number)[];
  threads: number;
  env: NodeJS.ProcessEnv;
}

/**
 * Runs a Python program.
 * @returns its standard output
 * @throws Error with a one-sentence message if no Python here has the modules, or if the program fails
 */
export async function runPython({ script, modules, args, threads, env }: PythonRun): Promise<string> {
  const python = await findPython(modules);
  return runChild(python, [join(peersFolder, script), ...args.map(String)], {
    env: { ...env, OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: "1" },
  });
}

async function findPython(modules: readonly string[]): Promise<string> {
  const candidates = [process.env.FITTING_ROOM_PYTHON, "python3", "/usr/bin/python3"].filter(
    (candidate) => candidate !== undefined,
  );
  for (const python of candidates) {
    const works = await runChild(python, ["-c", `import ${modules.join(", ")}`]).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  throw new Error(
    `No Python with ${modules.join(" and ")} was found (tried ${candidates.join(", ")}); FITTING_ROOM_PYTHON may name one.`,
  );
}
