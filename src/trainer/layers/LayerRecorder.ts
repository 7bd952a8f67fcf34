import type { LayerRecord } from "../../runs/layers/LayerRecord";
import type { nn, Tensor } from "../../tensor";
import { LayerCadence } from "./LayerCadence";
import { LayerProbe } from "./LayerProbe";

/** Records the layers of a training at the steps that {@link LayerCadence} chooses. */
export class LayerRecorder {
  private readonly cadence = new LayerCadence();
  private readonly probe: LayerProbe;
  private isRecording = false;
  /** Time (s) that the recording of the current step has taken. */
  private spent = 0;

  /** @param clock returns the time (s) @param save writes a record */
  constructor(
    model: nn.Module,
    private readonly clock: () => number,
    private readonly save: (record: LayerRecord) => void,
  ) {
    this.probe = new LayerProbe(model);
  }

  /** Must be called for each step before backward(). @param step counted from 0. @param loss of the batch */
  afterForward(step: number, loss: Tensor): void {
    this.isRecording = this.cadence.isDue(step, loss.item());
    this.spent = 0;
    this.during(() => this.probe.afterForward(loss));
  }

  /** Must be called between backward() and the update. */
  beforeUpdate(): void {
    this.during(() => this.probe.beforeUpdate());
  }

  /**
   * Must be called when the step is complete.
   * @param seconds time (s) from the beginning of the step to the end of its update
   */
  afterUpdate(epoch: number, step: number, seconds: number): void {
    this.during(() => this.save(this.probe.afterUpdate(epoch, step)));
    this.cadence.add(step, seconds, this.isRecording ? Math.max(this.spent, Number.MIN_VALUE) : 0);
  }

  private during(use: () => void): void {
    if (!this.isRecording) return;
    const began = this.clock();
    use();
    this.spent += this.clock() - began;
  }
}
