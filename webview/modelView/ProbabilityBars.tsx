import { percentage } from "../../src/runs/figures";

/** The probability of each class as a bar. */
export function ProbabilityBars(props: {
  title: string;
  classes: readonly string[];
  /** Index of the class that is emphasized. */
  marked: number;
  probabilities: ArrayLike<number>;
}) {
  const { title, classes, marked, probabilities } = props;
  return (
    <section class="bars" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {classes.map((name, one) => (
          <div key={name} class={one === marked ? "marked" : ""}>
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
