import { type NetworkPeer, networkBatch, networkNames, warmUpSteps } from "./NetworkPeer";
import { onlyAvx2, ownChoice, runPython } from "./python";

/** PyTorch with all images in memory. On x64, a second peer is PyTorch without AVX-512. */
export function pytorchNetworkPeers(dataFiles: readonly string[], threads: number): NetworkPeer[] {
  const [images, labels] = dataFiles as [string, string];
  const programs = [
    { name: "PyTorch", env: ownChoice },
    ...(process.arch === "x64" ? [{ name: "PyTorch without AVX-512", env: onlyAvx2 }] : []),
  ];
  return programs.map(({ name, env }) => ({
    name,
    models: networkNames,
    async measure(model, steps) {
      const args = [model, steps, warmUpSteps, networkBatch, images, labels];
      const modules = ["torch"];
      return JSON.parse(await runPython({ script: "pytorch_cnn.py", modules, args, threads, env }));
    },
  }));
}
