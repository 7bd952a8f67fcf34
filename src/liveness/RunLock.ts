import { randomBytes } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { holdFolder } from "../files/HeldFolder";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { changeTrainerFile } from "./changeTrainerFile";
import { BEAT_MS, isAlive, lastBeat } from "./isTrainerAlive";
import { lastLoggedEnd } from "./lastLoggedEnd";
import { describeProcess, ownIdentity } from "./processIdentity";
import { RunHeldError } from "./RunHeldError";
import {
  readTrainerFile,
  removeTrainerFile,
  type TrainerFile,
  type TrainerItself,
  touchTrainerFile,
  writeTrainerFile,
} from "./trainerFile";
import { recordUnwatchedDeath } from "./unwatchedDeath";

/** After so long without a look at the run's folder another process may have taken the run, in milliseconds. */
const LOOK_AGAIN_MS = BEAT_MS / 2;

/** How a trainer can be reached, as its file tells. */
export type Whereabouts = Pick<TrainerFile, "socket" | "stderr">;

/**
 * The right to write one run, held by one trainer at a time and told by the run's `trainer.json`. A trainer that is
 * gone holds nobody back.
 */
export class RunLock {
  private readonly beating: NodeJS.Timeout;
  private isReleased = false;
  private looked = clocks();
  /** How the log told, when the run was taken, that it had ended. */
  private readonly endBefore: string | undefined;

  private constructor(
    /** One and the same from now on, whatever its path leads to later. */
    readonly folder: Folder,
    private readonly mine: TrainerItself,
    private readonly onLost: () => void,
  ) {
    this.endBefore = lastLoggedEnd(folder);
    this.beating = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  /**
   * @param onLost called when another process has taken the run: nothing may be written any more
   * @throws RunHeldError while another process trains the run
   * @throws Error, one sentence, when the folder cannot be written
   */
  static async take(run: RunFolder, whereabouts: Whereabouts, onLost: () => void): Promise<RunLock> {
    const folder = openRun(run);
    const mine = {
      ...ownIdentity(),
      started: new Date().toISOString(),
      ...whereabouts,
      token: randomBytes(32).toString("hex"),
    };
    for (;;) {
      const holder = readTrainerFile(folder);
      const beat = holder && lastBeat(folder, holder);
      if (holder && (await isAlive(folder, holder, { observe: true })))
        throw new RunHeldError(refusal(folder, holder));
      // Its death is to be known before anybody goes on with its run, and its last words go with it.
      if (holder) await recordUnwatchedDeath(folder);
      if (!(await replace(folder, holder, beat, mine))) continue;
      return new RunLock(holdFolder(folder), mine, onLost);
    }
  }

  get token(): string {
    return this.mine.token;
  }

  /**
   * Called before anything of the run is written or deleted. A process that was suspended, or whose machine slept, may
   * have lost the run to another one meanwhile; a process that sees so calls `onLost`.
   * @throws Error when the run is another's
   */
  assertHeld(): void {
    const now = clocks();
    const { monotonic, wall } = this.looked;
    // A suspended process shows in both clocks, a machine that slept in the wall clock alone.
    const gap = Math.max(now.monotonic - monotonic, Math.abs(now.wall - wall));
    if (gap > LOOK_AGAIN_MS && this.look() === "another's")
      throw new Error(l10n.t("Another process has taken over the run."));
  }

  release(): void {
    this.isReleased = true;
    clearInterval(this.beating);
    try {
      if (readTrainerFile(this.folder)?.token === this.token) removeTrainerFile(this.folder);
    } catch {
      // A folder that can no longer be written: the process is about to be gone, and its lock with it.
    }
  }

  private beat(): void {
    const found = this.look();
    if (found === "mine") this.touch();
    else if (found === "nobody's") void this.restore();
  }

  /** Whose the run is by now; calls `onLost` where it is another's, or was concluded by who took this process for dead. */
  private look(): "mine" | "nobody's" | "another's" {
    const named = readTrainerFile(this.folder);
    const end = named ? undefined : lastLoggedEnd(this.folder);
    if (named ? named.token !== this.token : end !== undefined && end !== this.endBefore) {
      clearInterval(this.beating);
      this.onLost();
      return "another's";
    }
    this.looked = clocks();
    return named ? "mine" : "nobody's";
  }

  private touch(): void {
    try {
      touchTrainerFile(this.folder);
    } catch {
      // A disk that does not take it now may do so at the next beat.
    }
  }

  /** Somebody removed the file, or it went away with the whole folder. */
  private async restore(): Promise<void> {
    await changeTrainerFile(this.folder, () => {
      if (!this.isReleased && this.look() === "nobody's") writeTrainerFile(this.folder, this.mine);
    }).catch(() => undefined);
  }
}

/** @returns whether the folder named nobody but the trainer that is gone, which has not come back either. */
async function replace(
  folder: Folder,
  gone: TrainerFile | undefined,
  beat: number | undefined,
  mine: TrainerItself,
): Promise<boolean> {
  try {
    return await changeTrainerFile(folder, () => {
      const named = readTrainerFile(folder);
      if (named && (named.token !== gone?.token || lastBeat(folder, named) !== beat)) return false;
      writeTrainerFile(folder, mine);
      return true;
    });
  } catch (error) {
    const { reason, remedy = l10n.t("make its folder writable") } = explainDiskTrouble(error);
    throw new Error(
      l10n.t("The run in {0} cannot be written ({1}); {2} to train it.", folder.path, reason, remedy),
    );
  }
}

/** In milliseconds: of a clock that nobody can set, and of one that goes on while the machine sleeps. */
function clocks(): { monotonic: number; wall: number } {
  return { monotonic: performance.now(), wall: Date.now() };
}

function refusal({ path }: Folder, holder: TrainerFile): string {
  return l10n.t(
    "The run in {0} is being trained by {1}; stop that one first.",
    path,
    describeProcess(holder),
  );
}
