import { expect } from "vitest";
import type { Session } from "../../../src/host/Session";
import { config } from "../../unit/host/runFolder";
import { openWindow, type WindowOptions } from "./openWindow";

/** The configuration of a run that ends after 4 steps. {@link endless} lasts until it is stopped. */
export const small = {
  ...config,
  epochs: 1,
  model: { kind: "mlp" as const, hidden: [8] },
  limitTrainBatches: 4,
  // Timing kernels and starting a thread for each core would take most of the time of a small training.
  compute: { threads: 1, kernels: "wasm-simd128" as const },
};
export const endless = { ...small, limitTrainBatches: null, epochs: 10_000 };

/** The windows that a test opens on folders with runs. */
export class Sessions {
  private readonly opened: Session[] = [];

  open(runsFolder: string, options?: WindowOptions): Session {
    const session = openWindow(runsFolder, options);
    this.opened.push(session);
    return session;
  }

  /** Opens a window that trains a run. Resolves when the run has more than `steps` steps (default: 0). */
  async training(folder: string, options?: WindowOptions & { steps?: number }) {
    const session = this.open(folder, options);
    const live = await session.train(endless);
    await expect.poll(() => live.run.state.losses.length).toBeGreaterThan(options?.steps ?? 0);
    return { session, ...live };
  }

  /** Opens another window. Resolves when the window is connected to each training of the windows before it. */
  async beside(folder: string): Promise<Session> {
    const trainings = new Set(this.opened.flatMap(({ live }) => live.map((run) => run.folder)));
    const session = this.open(folder);
    await session.restore();
    // On a busy machine, a trainer may answer too late for the first attempt to attach.
    const connected = async () => {
      await session.refresh();
      return session.live.length;
    };
    await expect.poll(connected).toBe(trainings.size);
    return session;
  }

  /** Stops every run that a window is connected to. */
  async stopAll(session: Session): Promise<void> {
    await session.starting;
    await Promise.all(session.live.map((run) => session.stop(run)));
  }

  /** Stops all runs and closes all windows, at the end of a test. */
  async closeAll(): Promise<void> {
    // The window that was opened last may be connected to trainings that other windows have started.
    for (const session of this.opened.splice(0).reverse()) {
      await this.stopAll(session);
      session.dispose();
    }
  }
}

/** The status of every listed run, newest first. */
export async function statuses(session: Session): Promise<string[]> {
  await session.refresh();
  return session.list.runs.map(({ state }) => state.status);
}
