import { type Network, readNetwork, releaseNetwork } from "../model/readNetwork";
import { selectKernels } from "../model/selectKernels";
import type { RunState } from "../runs/RunState";
import { type Kernels, kernelNames, kernels, setKernels } from "../tensor";
import { Recent } from "./Recent";

/** Largest number of networks in memory. The tutorial's network takes 2.7 MB. */
const mostNetworks = 4;

/** Reads the networks of runs. Keeps those that {@link Networks.newest} returns in memory. */
export class Networks {
  private readonly read = new Recent<Network>(mostNetworks, releaseNetwork);
  /** Kernels by the name of the requested variant; the name is empty for the automatic choice. */
  private readonly selected = new Map<string, Kernels>();

  /**
   * The network of a run with its newest weights. Selects the network's kernels.
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
   * Reads a network for one question only, selects its kernels, calls `use` with the network, and releases the network.
   * @param file the file of the weights; default: the newest
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

  /**
   * Selects the kernels that trained a network, if they are known and work on this machine. The network's logits are
   * then those of the run to the bit.
   */
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
