import type { ClassFigures } from "../../src/runs/confusion";
import { percentage } from "../../src/runs/figures";
import { ScrollRegion } from "../components/ScrollRegion";
import { integer } from "../figures/format";
import { strings } from "../strings";

/** Precision, recall and F1 of each class. */
export function ClassTable({
  classes,
  figures,
}: {
  classes: readonly string[];
  figures: readonly ClassFigures[];
}) {
  const words = strings.model.classes;
  const share = (value: number | null) => (value === null ? strings.none : percentage(value));
  return (
    <div class="card class-table">
      <h2>{words.title}</h2>
      <ScrollRegion label={words.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col" title={words.precisionHint}>
                {words.precision}
              </th>
              <th scope="col" title={words.recallHint}>
                {words.recall}
              </th>
              <th scope="col" title={words.f1Hint}>
                F1
              </th>
              <th scope="col">{words.images}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map(({ labelled, precision, recall, f1 }, index) => (
              <tr key={classes[index]}>
                <th scope="row">{classes[index]}</th>
                <td>{share(precision)}</td>
                <td>{share(recall)}</td>
                <td>{share(f1)}</td>
                <td>{integer(labelled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
