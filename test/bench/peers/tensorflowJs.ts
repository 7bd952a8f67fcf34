import { existsSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../childProcess";
import { peersFolder } from "../places";
import { type NetworkPeer, networkBatch } from "./NetworkPeer";
import { type Peer, parsePeerRun } from "./Peer";

const folder = join(peersFolder, "tensorflow-js");

/** TensorFlow.js with its fastest backend in plain Node.js. Its packages are installed at the first measurement. */
export function tensorflowJsPeer(node: string, dataFiles: readonly string[], batches: number): Peer {
  return {
    name: "TensorFlow.js, wasm backend",
    note: `TensorFlow.js: extrapolated to an epoch from ${batches} training and ${batches} evaluation batches.`,
    async measure() {
      await install();
      const output = await runChild(node, [join(folder, "train.mjs"), String(batches), ...dataFiles]);
      return parsePeerRun(output);
    },
  };
}

/** Largest number of measured steps of convnet, and number of warm-up steps before them. Each step takes seconds. */
const networkSteps = 5;
const networkWarmUp = 2;

/** TensorFlow.js with its WebAssembly backend, as a peer that trains the network convnet. */
export function tensorflowJsNetworkPeer(node: string, dataFiles: readonly string[]): NetworkPeer {
  const [images, labels] = dataFiles as [string, string];
  return {
    name: "TensorFlow.js, wasm backend",
    models: ["convnet"],
    note: `TensorFlow.js: at most ${networkSteps} steps. Its backend has no gradient of filters, which its convolution computes.`,
    async measure(_model, steps) {
      await install();
      const numbers = [Math.min(steps, networkSteps), networkWarmUp, networkBatch].map(String);
      return JSON.parse(await runChild(node, [join(folder, "convnet.mjs"), ...numbers, images, labels]));
    },
  };
}

async function install(): Promise<void> {
  if (existsSync(join(folder, "node_modules/.package-lock.json"))) return;
  console.error("Installing TensorFlow.js (once)…");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  // `npm run` sets `npm_execpath` to the path of npm.
  if (npm?.endsWith("npm-cli.js")) await runChild(process.execPath, [npm, ...args], { cwd: folder });
  else await runChild("npm", args, { cwd: folder });
}
