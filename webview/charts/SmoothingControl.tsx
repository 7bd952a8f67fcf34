import { withDecimals } from "../../src/text/numbers";
import { positionOf, smoothingSlider, weightAt } from "../figures/smoothing";
import { strings } from "../strings";

/** A slider for the weight of the exponential average. It is a native range input, since the toolkit has no slider. */
export function SmoothingControl(props: { weight: number; onChange: (weight: number) => void }) {
  const text = withDecimals(props.weight, 3);
  return (
    <label class="smoothing">
      <span>{strings.lossChart.smoothing}</span>
      <input
        type="range"
        {...smoothingSlider}
        value={positionOf(props.weight)}
        aria-valuetext={text}
        onInput={(event) => props.onChange(weightAt(event.currentTarget.valueAsNumber))}
      />
      <output>{text}</output>
    </label>
  );
}
