import { inject } from "vitest";
import { startServer } from "../../scripts/vscode/startServer.mjs";
import { newProfile } from "./newProfile";
import { type Place, Workbench, type WorkbenchOptions } from "./Workbench";

/** With one thread for a training, another core stays free for the workbench. A test may set another number. */
const lightSettings = { "fittingRoom.compute.threads": 1 };

export interface OpenOptions extends Omit<WorkbenchOptions, "reducedMotion"> {
  /** Options of a server for this window alone. Without them, the window uses the shared server. */
  ownServer?: {
    /** Added to the environment of VS Code and the trainers that it starts. */
    env?: Record<string, string>;
    /** Whether the folder is untrusted until the user trusts it. Otherwise VS Code trusts every folder. */
    workspaceTrust?: boolean;
  };
  /** Whether the workbench is animated. Default: false. */
  animated?: boolean;
}

/** Opens a window of VS Code for a test. Its user is new or, with `beside`, the user of that other window. */
export async function openWorkbench({ settings, ownServer, animated, ...options }: OpenOptions) {
  const place = await findPlace(ownServer, options.beside !== undefined);
  return Workbench.open(place, {
    settings: { ...lightSettings, ...settings },
    reducedMotion: !animated,
    ...options,
  });
}

async function findPlace(ownServer: OpenOptions["ownServer"], isBeside: boolean): Promise<Place> {
  const server = ownServer && (await startServer({ extensions: [inject("vsix")], ...ownServer }));
  const url = server?.url ?? inject("server");
  const profile = await newProfile(url, isBeside);
  return { url, profile, close: async () => server?.stop() };
}
