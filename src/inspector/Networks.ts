import { type Network, readNetwork, releaseNetwork } from "../model/readNetwork";
import { selectKernels } from "../model/selectKernels";
import type { RunState } from "../runs/RunState";
import { type Kernels, kernelNames, kernels, setKernels } from "../tensor";
import { Recent } from "./Recent";

/** Number of networks in memory. The tutorial's takes 2.7 MB. */
const mostNetworks = 4;

/** The networks of runs, each with the newest weights. */
export class Networks {
  private readonly read = new Recent<Network>(mostNetworks, releaseNetwork);
  /** The kernels by the name of their variant; those that were chosen freely have an empty one. */
  private readonly selected = new Map<string, Kernels>();

  /**
   * The network of a run with its newest weights, and its kernels selected.
   * @throws Error as {@link readNetwork} does
   */
  async newest(folder: string, state: RunState): Promise<Network> {
    const key = JSON.stringify([folder, state.weights, state.checkpoints.at(-1)?.sha256]);
    let network = this.read.get(key);
    if (!network) {
      network = await readNetwork(folder);
      this.read.set(key, network);
    }
    await this.select(network);
    return network;
  }

  /**
   * Calls `use` with a network of its own, and its kernels selected.
   * @param file of the weights; default: the newest
   * @throws Error as {@link readNetwork} does
   */
  async with<Result>(
    folder: string,
    file: string | undefined,
    use: (network: Network) => Promise<Result>,
  ): Promise<Result> {
    const network = await readNetwork(folder, file);
    try {
      await this.select(network);
      return await use(network);
    } finally {
      releaseNetwork(network);
    }
  }

  /** Selects the kernels that trained a network, so that it answers as in its run to the bit. */
  private async select({ kernels: name }: Network): Promise<void> {
    const variant = name !== undefined && kernelNames.includes(name) ? name : "";
    const known = this.selected.get(variant);
    if (known) {
      setKernels(known);
      return;
    }
    await selectKernels({ threads: 0, kernels: "auto" }, variant || undefined);
    this.selected.set(variant, kernels());
  }
}
