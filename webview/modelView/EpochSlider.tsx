import { integer } from "../figures/format";
import { strings } from "../strings";

/** A slider over the recorded epochs, which need not be consecutive. */
export function EpochSlider(props: {
  label: string;
  epochs: readonly number[];
  best: number | undefined;
  /** Whether a validation set decides which epoch is the best. */
  hasValidation: boolean;
  epoch: number;
  change: (epoch: number) => void;
}) {
  const { epochs, epoch, best } = props;
  const shown = strings.of(integer(epoch), integer(epochs.at(-1)!));
  const { bestEpoch, bestEpochByValidation } = strings.model;
  const text = epoch === best ? (props.hasValidation ? bestEpochByValidation : bestEpoch)(shown) : shown;
  return (
    <label class="epoch-slider">
      <span>{props.label}</span>
      <input
        type="range"
        min={0}
        max={epochs.length - 1}
        value={epochs.indexOf(epoch)}
        disabled={epochs.length < 2}
        aria-valuetext={text}
        onInput={(event) => props.change(epochs[event.currentTarget.valueAsNumber]!)}
      />
      <output>{text}</output>
    </label>
  );
}
