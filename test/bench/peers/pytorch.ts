import { join } from "node:path";
import { runChild } from "../childProcess";
import { peersFolder } from "../places";
import { type Peer, parsePeerRun } from "./Peer";

/** Makes the libraries use their fastest kernels for this processor, whatever this machine's environment sets. */
const ownChoice = {
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
  MKL_ENABLE_INSTRUCTIONS: undefined,
  ATEN_CPU_CAPABILITY: undefined,
};
/** Limits the vectors to the widest that V8 offers WebAssembly, too. */
const onlyAvx2 = {
  ...ownChoice,
  OPENBLAS_CORETYPE: "Haswell",
  MKL_ENABLE_INSTRUCTIONS: "AVX2",
  ATEN_CPU_CAPABILITY: "avx2",
};

interface Program {
  name: string;
  script: string;
  modules: readonly string[];
  env: NodeJS.ProcessEnv;
  mostEpochs: number;
}

const tuned: Program = {
  name: "PyTorch, tuned: all images in memory",
  script: "pytorch_tuned.py",
  modules: ["torch"],
  env: ownChoice,
  mostEpochs: Number.POSITIVE_INFINITY,
};

/** PyTorch with everything in memory, on x64 also without AVX-512, and in the way of the tutorial. */
export function pytorchPeers(dataFiles: readonly string[], threads: number): Peer[] {
  const programs: Program[] = [
    tuned,
    ...(process.arch === "x64" ? [{ ...tuned, name: "The same without AVX-512", env: onlyAvx2 }] : []),
    {
      name: "PyTorch, the tutorial as written",
      script: "pytorch_tutorial.py",
      modules: ["torch", "torchvision"],
      env: ownChoice,
      // One epoch is enough: reading images takes most of it, and needs no warming up.
      mostEpochs: 1,
    },
  ];
  return programs.map(({ name, script, modules, env, mostEpochs }) => ({
    name,
    async measure(epochs) {
      const python = await findPython(modules);
      const args = [threads, Math.min(epochs, mostEpochs), ...dataFiles].map(String);
      const output = await runChild(python, [join(peersFolder, script), ...args], {
        env: { ...env, OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: "1" },
      });
      return parsePeerRun(output);
    },
  }));
}

/** @throws Error, one sentence, when no Python here has the modules */
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
