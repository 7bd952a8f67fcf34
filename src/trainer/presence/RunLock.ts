import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { explainDiskTrouble } from "../../files/diskTrouble";
import { changeTrainerFile } from "./changeTrainerFile";
import { BEAT_MS, isAlive } from "./isTrainerAlive";
import { ownIdentity } from "./processIdentity";
import {
  readTrainerFile,
  removeTrainerFile,
  type TrainerFile,
  type TrainerItself,
  touchTrainerFile,
  writeTrainerFile,
} from "./trainerFile";
import { recordUnwatchedDeath } from "./unwatchedDeath";

/** How a trainer can be reached, as its file tells. */
export type Whereabouts = Pick<TrainerFile, "socket" | "stderr">;

/**
 * The right to write one run, held by one trainer at a time and told by the run's `trainer.json`. A trainer that is
 * gone holds nobody back.
 */
export class RunLock {
  private readonly beating: NodeJS.Timeout;
  private isReleased = false;

  private constructor(
    private readonly folder: string,
    private readonly mine: TrainerItself,
    private readonly onLost: () => void,
  ) {
    this.beating = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  /**
   * @param onLost called when another process has taken the run: nothing may be written any more
   * @throws Error, one sentence, while another process trains the run or when the folder cannot be written
   */
  static async take(folder: string, whereabouts: Whereabouts, onLost: () => void): Promise<RunLock> {
    const mine = {
      ...ownIdentity(),
      started: new Date().toISOString(),
      ...whereabouts,
      token: randomBytes(32).toString("hex"),
    };
    for (;;) {
      const holder = readTrainerFile(folder);
      if (holder && (await isAlive(folder, holder, { observe: true })))
        throw new Error(refusal(folder, holder));
      // Its death is to be known before anybody goes on with its run, and its last words go with it.
      if (holder) await recordUnwatchedDeath(folder);
      if (!(await replace(folder, holder, mine))) continue;
      return new RunLock(folder, mine, onLost);
    }
  }

  get token(): string {
    return this.mine.token;
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
    const named = readTrainerFile(this.folder);
    if (!named) void this.restore();
    else if (named.token === this.token) this.touch();
    else {
      clearInterval(this.beating);
      this.onLost();
    }
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
      if (!this.isReleased && !readTrainerFile(this.folder)) writeTrainerFile(this.folder, this.mine);
    }).catch(() => undefined);
  }
}

/** @returns whether the folder named no other trainer than the one that is gone. */
async function replace(folder: string, gone: TrainerFile | undefined, mine: TrainerItself): Promise<boolean> {
  try {
    return await changeTrainerFile(folder, () => {
      const named = readTrainerFile(folder);
      if (named && named.token !== gone?.token) return false;
      writeTrainerFile(folder, mine);
      return true;
    });
  } catch (error) {
    const { reason, remedy = "make its folder writable" } = explainDiskTrouble(error);
    throw new Error(`The run in ${folder} cannot be written (${reason}); ${remedy} to train it.`);
  }
}

function refusal(folder: string, { pid, host }: TrainerFile): string {
  const where = host === hostname() ? "" : ` on ${host}`;
  return `The run in ${folder} is being trained by process ${pid}${where}; stop that one first.`;
}
