import { RISE } from "../../runs/explosion";

/**
 * Largest share of a process's training time that records may take. The first record is not counted. A record after a
 * steep rise of the loss is made even above this share.
 */
const MOST_OF_TIME = 0.01;
/**
 * A step is recorded only if at least 1/40 of all steps so far came after the last record. There are therefore at most
 * 40 records of the first 40 steps, and at most 40 more each time that the number of steps grows by the factor e: about
 * 450 records in a million steps. Records after steep rises of the loss are made in addition.
 */
const EACH_SPAN = 40;
/** The first record of a process takes about this many times as long as others, since its code is not compiled yet. */
const FIRST_TAKES = 4;

/**
 * Decides at which steps a training records its layers: at the first step of a process, after that as often as
 * {@link MOST_OF_TIME} and {@link EACH_SPAN} allow, and where the loss has risen steeply. Such a rise may last only a
 * few steps, which the other records would miss.
 */
export class LayerCadence {
  private last: number | undefined;
  /**
   * The loss above which a step is recorded: {@link RISE} times the loss of the process's first step or, later, of the
   * last step that exceeded this limit.
   */
  private risen = Infinity;
  /** Time (s) of all steps so far, each from its beginning to the end of its update. */
  private total = 0;
  /** Time (s) that all records so far have taken, without the first record. */
  private recording = 0;
  /** Time (s) that the next record is expected to take. */
  private next = 0;

  /** Whether a step is recorded. Must be called once for each step. @param loss of the step's batch */
  isDue(step: number, loss: number): boolean {
    const isFirst = this.last === undefined;
    if (isFirst || loss > this.risen) {
      this.risen = RISE * loss;
      return true;
    }
    if (step - this.last! < step / EACH_SPAN) return false;
    return this.recording + this.next <= MOST_OF_TIME * this.total;
  }

  /**
   * Must be called after each step.
   * @param seconds time (s) from the beginning of the step to the end of its update
   * @param recording time (s) of the step's record; 0 without a record
   */
  add(step: number, seconds: number, recording: number): void {
    this.total += seconds;
    if (recording === 0) return;
    const isFirst = this.last === undefined;
    this.next = isFirst ? recording / FIRST_TAKES : recording;
    if (!isFirst) this.recording += recording;
    this.last = step;
  }
}
