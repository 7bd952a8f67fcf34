/** `npm run bench`: measures on this machine what the arguments request, and prints the results. */
import { join, resolve } from "node:path";
import { type BenchArguments, parseArguments, usage } from "./arguments";
import { measureBusy } from "./busy";
import { measureDashboard } from "./dashboard";
import { better, measureKernelPeaks } from "./kernelPeaks";
import { describeMachine } from "./machine";
import { measureModel } from "./model";
import { measureNetworks } from "./networks";
import type { NetworkPeer } from "./peers/NetworkPeer";
import { pytorchPeers } from "./peers/pytorch";
import { pytorchNetworkPeers } from "./peers/pytorchNetworks";
import { tensorflowJsNetworkPeer, tensorflowJsPeer } from "./peers/tensorflowJs";
import { toMarkdownReport, toTextReport } from "./report";
import type { KernelPeak, Results } from "./results";
import { measureSweep } from "./sweep";
import { measureToAccuracy } from "./toAccuracy";
import { measureRounds, peerFigures, trainingFigures } from "./training";
import { type TrainingRun, trainOnce } from "./trainOnce";
import { measureWatching } from "./watching";

main();

async function main(): Promise<void> {
  let parsed: BenchArguments | undefined;
  try {
    parsed = parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
    return;
  }
  if (!parsed) {
    console.log(usage);
    return;
  }
  try {
    console.log(format(await measure(parsed), parsed.format));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

async function measure(given: BenchArguments): Promise<Results> {
  const { node, plan } = given;
  const data = given.data === undefined ? undefined : resolve(given.data);
  const machine = await describeMachine(node);
  const results: Results = { time: new Date().toISOString(), machine };
  if (given.parts.length > 0) await measureEngine({ ...given, data }, results);
  if (given.watching) results.watching = await measureWatching(plan, node, data, progress);
  if (given.dashboard) results.dashboard = await measureDashboard(plan, node, progress);
  if (given.model) results.model = await measureModel(plan, node, resolve(given.model), progress);
  if (given.toAccuracy)
    results.toAccuracy = await measureToAccuracy({ ...given, data, ...given.toAccuracy }, progress);
  return results;
}

/** Adds the figures of the requested parts to the results. */
async function measureEngine(
  { parts, peers: withPeers, models, plan, ...options }: BenchArguments,
  results: Results,
): Promise<void> {
  const { node } = options;
  const { machine } = results;
  progress("Trying the trainer…");
  const trial = await trainOnce({ ...options, epochs: 1, limitTrainBatches: 1 });
  if (trial.dataset.name === "sample")
    progress("Fashion-MNIST cannot be had here: the sample set is trained on.");
  const inUse = trial.environment;
  const files = withPeers ? publishedFiles(trial) : [];
  const measurePeaks = () => {
    progress("Kernels…");
    return measureKernelPeaks(node, machine, inUse.threads, plan.kernelTimings);
  };

  let peaks: KernelPeak[] | undefined;
  if (parts.includes("kernels")) peaks = await measurePeaks();
  if (parts.includes("training")) {
    const peers = withPeers
      ? [...pytorchPeers(files, inUse.threads), tensorflowJsPeer(node, files, plan.tensorflowBatches)]
      : [];
    const rounds = await measureRounds(plan, options, peers, progress);
    // The peaks are measured before and after the trainings, and the better ones count, so that a slow period of the
    // machine during one of the two measurements does not lower them.
    if (peaks) peaks = better(peaks, await measurePeaks());
    results.training = trainingFigures(rounds.ours, peaks);
    if (withPeers) results.peers = peerFigures(rounds);
  }
  if (peaks) results.kernels = { threads: inUse.threads, peaks };
  if (parts.includes("networks")) {
    const peers: NetworkPeer[] = withPeers
      ? [...pytorchNetworkPeers(files, inUse.threads), tensorflowJsNetworkPeer(node, files)]
      : [];
    results.networks = await measureNetworks(plan, models, options, peers, progress);
  }
  if (parts.includes("busy")) results.busy = await measureBusy(plan, options, machine.cores, progress);
  if (parts.includes("sweep")) {
    progress("Batch sizes and widths…");
    results.sweep = await measureSweep(node, machine, inUse, plan);
  }
}

/** The paths of the four data files. @throws Error with a one-sentence message if only the sample set is available */
function publishedFiles({ dataset }: TrainingRun): string[] {
  if (dataset.name !== "fashion-mnist") {
    throw new Error("The peers need Fashion-MNIST's files; --data must name the folder that holds them.");
  }
  return dataset.files!.map((path) => join(dataset.source, path));
}

function format(results: Results, as: BenchArguments["format"]): string {
  if (as === "json") return JSON.stringify(results, null, 2);
  return as === "markdown" ? toMarkdownReport(results) : toTextReport(results);
}

function progress(message: string): void {
  console.error(message);
}
