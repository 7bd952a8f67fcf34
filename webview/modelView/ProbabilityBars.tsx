import { percentage } from "../../src/runs/figures";
import { strings } from "../strings";

/** The probability of each class as a bar. */
export function ProbabilityBars(props: {
  classes: readonly string[];
  label: number;
  probabilities: ArrayLike<number>;
}) {
  const { classes, label, probabilities } = props;
  return (
    <section class="bars" aria-label={strings.model.image.probabilities}>
      <h3>{strings.model.image.probabilities}</h3>
      <dl>
        {classes.map((name, one) => (
          <div key={name} class={one === label ? "of-label" : ""}>
            <dt>{name}</dt>
            <dd>
              <span class="bar" style={{ width: `${100 * (probabilities[one] || 0)}%` }} />
            </dd>
            <dd>{percentage(probabilities[one]!)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
