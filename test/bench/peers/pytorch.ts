import { join } from "node:path";
import { runChild } from "../childProcess";
import { peersFolder } from "../places";
import { type Peer, parsePeerRun } from "./Peer";

/** OpenBLAS takes the fastest kernels that it has for this processor, whatever this machine prescribes otherwise. */
const ownChoice = { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };

/** PyTorch with everything in memory, and as a reader of the tutorial runs it. */
export function pytorchPeers(dataFiles: readonly string[], threads: number): Peer[] {
  return [
    peer("PyTorch, tuned: all images in memory", "pytorch_tuned.py", ["torch"], Number.POSITIVE_INFINITY),
    // An epoch is long enough: reading images takes most of it, and that needs no warming up.
    peer("PyTorch, the tutorial as written", "pytorch_tutorial.py", ["torch", "torchvision"], 1),
  ];

  function peer(name: string, script: string, modules: string[], mostEpochs: number): Peer {
    return {
      name,
      async measure(epochs) {
        const python = await findPython(modules);
        const args = [threads, Math.min(epochs, mostEpochs), ...dataFiles].map(String);
        const output = await runChild(python, [join(peersFolder, script), ...args], {
          env: { ...ownChoice, OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: "1" },
        });
        return parsePeerRun(output);
      },
    };
  }
}

/** @throws Error, one sentence, when no Python here has the modules. */
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
