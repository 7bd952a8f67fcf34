import { randomBytes } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { holdFolder } from "../files/HeldFolder";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { changeTrainerFile } from "./changeTrainerFile";
import { BEAT_MS, isHolderAlive, lastBeat } from "./isTrainerAlive";
import { lastLoggedEnd } from "./lastLoggedEnd";
import { ownIdentity } from "./processIdentity";
import { RunHeldError } from "./RunHeldError";
import {
  hiddenBeat,
  type OwnEntries,
  readTrainerFile,
  removeTrainerFile,
  type TrainerFile,
  touchTrainerFile,
  writeTrainerFile,
} from "./trainerFile";
import { recordUnwatchedDeath } from "./unwatchedDeath";

/** Time (ms) since the last reading of `trainer.json` after which {@link RunLock.assertHeld} reads it again. */
const LOOK_AGAIN_MS = BEAT_MS / 2;

/** Paths of a trainer's socket and stderr file. */
export type Endpoints = Pick<TrainerFile, "socket" | "stderr">;

/**
 * The right to write one run. One trainer at a time holds it, and the run's `trainer.json` names the holder. The lock
 * of a process that is gone counts as free.
 */
export class RunLock {
  private readonly beating: NodeJS.Timeout;
  private isReleased = false;
  private looked = clocks();

  private constructor(
    /** The run's folder, held open: see {@link holdFolder}. */
    readonly folder: Folder,
    private readonly mine: OwnEntries,
    private readonly onLost: () => void,
  ) {
    this.beating = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  /**
   * Takes the lock of a run. Records the end of the previous trainer if that trainer is known to have died.
   * @param onLost called when another process has taken the run or recorded its end; this process must not write the
   * run any more
   * @throws RunHeldError while another process trains the run
   * @throws Error with a one-sentence message if the folder cannot be written
   */
  static async take(run: RunFolder, endpoints: Endpoints, onLost: () => void): Promise<RunLock> {
    const folder = openRun(run);
    const mine = {
      ...ownIdentity(),
      started: new Date().toISOString(),
      ...endpoints,
      token: randomBytes(32).toString("hex"),
    };
    for (;;) {
      const holder = readTrainerFile(folder);
      const beat = holder ? lastBeat(folder, holder) : hiddenBeat(folder);
      if (await isHolderAlive(folder, holder)) throw RunHeldError.by(holder, folder.path);
      // The previous trainer's end must be recorded, with its stderr, before the run continues.
      if (holder) await recordUnwatchedDeath(folder);
      const written = await replace(folder, holder, beat, mine);
      if (written) return new RunLock(holdFolder(folder), written, onLost);
    }
  }

  get token(): string {
    return this.mine.token;
  }

  /**
   * Checks that this process still holds the lock. Must be called before anything of the run is written or deleted:
   * another process may have taken the run while this process was suspended or the machine slept. `trainer.json` is
   * read only if {@link LOOK_AGAIN_MS} have passed since its last reading.
   * @throws Error if another process holds the lock or has recorded an end of the run; `onLost` is called before
   */
  assertHeld(): void {
    const now = clocks();
    const { monotonic, wall } = this.looked;
    // Both clocks advance while this process is suspended. While the machine sleeps, the wall clock advances, and the
    // monotonic clock stands still on some systems.
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
      // The file cannot be removed. The lock ends with this process.
    }
  }

  private beat(): void {
    const found = this.look();
    if (found === "mine") this.touch();
    else if (found === "nobody's") void this.restore();
  }

  /**
   * Looks up the holder of the lock.
   * @returns "another's" if another process, also one of another user, holds the lock or has recorded an end of the
   * run; `onLost` is called before. "nobody's" if no `trainer.json` names a holder
   */
  private look(): "mine" | "nobody's" | "another's" {
    const named = readTrainerFile(this.folder);
    if (named ? named.token !== this.token : this.isHeldByOther()) {
      clearInterval(this.beating);
      this.onLost();
      return "another's";
    }
    this.looked = clocks();
    return named ? "mine" : "nobody's";
  }

  /**
   * Called if no readable `trainer.json` names a holder. True if a process of another user holds the lock, or if
   * another process has recorded an end of the run.
   */
  private isHeldByOther(): boolean {
    if (hiddenBeat(this.folder) !== undefined) return true;
    const end = lastLoggedEnd(this.folder);
    return end !== undefined && end !== this.mine.endBefore;
  }

  private touch(): void {
    try {
      touchTrainerFile(this.folder);
    } catch {
      // The next beat touches the file again.
    }
  }

  /**
   * Writes `trainer.json` again after it was removed, unless the lock was released or another process has taken the run
   * meanwhile. A failure is ignored, since the next beat tries again.
   */
  private async restore(): Promise<void> {
    await changeTrainerFile(this.folder, () => {
      if (!this.isReleased && this.look() === "nobody's") writeTrainerFile(this.folder, this.mine);
    }).catch(() => undefined);
  }
}

/**
 * Writes this process as the holder into `trainer.json`, with the end that the log holds now.
 * @param gone the previous holder; undefined if the folder had no `trainer.json`, or one of another user that this user
 * may not read
 * @param beat time of the previous holder's last beat, in milliseconds since 1970; undefined if there was no holder
 * @returns the written entries; undefined if `trainer.json` was changed since `gone` and `beat` were read: it names
 * another holder, or its last beat is another one. Nothing is written then
 * @throws Error with a one-sentence message if the folder cannot be written
 */
async function replace(
  folder: Folder,
  gone: TrainerFile | undefined,
  beat: number | undefined,
  mine: OwnEntries,
): Promise<OwnEntries | undefined> {
  try {
    return await changeTrainerFile(folder, () => {
      const named = readTrainerFile(folder);
      if (named && (named.token !== gone?.token || lastBeat(folder, named) !== beat)) return undefined;
      const hidden = hiddenBeat(folder);
      if (hidden !== undefined && (gone || hidden !== beat)) return undefined;
      const written = { ...mine, endBefore: lastLoggedEnd(folder) ?? null };
      writeTrainerFile(folder, written);
      return written;
    });
  } catch (error) {
    const { reason, remedy = l10n.t("make its folder writable") } = explainDiskTrouble(error);
    throw new Error(
      l10n.t("The run in {0} cannot be written ({1}); {2} to train it.", folder.path, reason, remedy),
    );
  }
}

/** Times (ms) of two clocks: one that cannot be set, and one that advances while the machine sleeps. */
function clocks(): { monotonic: number; wall: number } {
  return { monotonic: performance.now(), wall: Date.now() };
}
