import { type Peer, parsePeerRun } from "./Peer";
import { onlyAvx2, ownChoice, runPython } from "./python";

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

/** PyTorch with all images in memory, on x64 a second time without AVX-512, and PyTorch in the tutorial's program. */
export function pytorchPeers(dataFiles: readonly string[], threads: number): Peer[] {
  const programs: Program[] = [
    tuned,
    ...(process.arch === "x64" ? [{ ...tuned, name: "The same without AVX-512", env: onlyAvx2 }] : []),
    {
      name: "PyTorch, the tutorial as written",
      script: "pytorch_tutorial.py",
      modules: ["torch", "torchvision"],
      env: ownChoice,
      // One epoch is enough: this program spends most of the time on reading images, which needs no warm-up.
      mostEpochs: 1,
    },
  ];
  return programs.map(({ name, script, modules, env, mostEpochs }) => ({
    name,
    async measure(epochs) {
      const args = [threads, Math.min(epochs, mostEpochs), ...dataFiles];
      return parsePeerRun(await runPython({ script, modules, args, threads, env }));
    },
  }));
}
