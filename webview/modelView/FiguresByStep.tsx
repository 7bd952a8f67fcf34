import { percentage } from "../../src/runs/figures";
import type { LayerRecord } from "../../src/runs/layers/LayerRecord";
import { ScrollRegion } from "../components/ScrollRegion";
import { integer, loss, tick } from "../figures/format";
import { strings } from "../strings";

/** The figures of a layer at each recorded step, as a table. */
export function FiguresByStep({ records, layer }: { records: readonly LayerRecord[]; layer: string }) {
  const words = strings.model.inside;
  const figure = (value: number | null) => (value === null ? strings.notANumber : loss(value));
  return (
    <details class="card figures-by-step">
      <summary>{words.byStep}</summary>
      <ScrollRegion label={words.byStep}>
        <table>
          <thead>
            <tr>
              <th scope="col">{strings.runsChart.axes.step}</th>
              <th scope="col">{words.weightNorm}</th>
              <th scope="col">{words.gradientNorm}</th>
              <th scope="col">{words.update}</th>
              <th scope="col">{words.zeros}</th>
              <th scope="col">{words.deadUnits}</th>
            </tr>
          </thead>
          <tbody>
            {records.map(({ step, layers }) => {
              const found = layers.find(({ name }) => name === layer);
              if (!found) return null;
              const { weights, gradients, update, activations } = found;
              return (
                <tr key={step}>
                  <th scope="row">{integer(step + 1)}</th>
                  <td>{figure(weights.norm)}</td>
                  <td>{figure(gradients.norm)}</td>
                  <td>{update === null ? strings.notANumber : tick(Number(update.toPrecision(3)))}</td>
                  <td>{activations ? percentage(activations.zeros) : strings.none}</td>
                  <td>
                    {activations && activations.dead !== null ? integer(activations.dead) : strings.none}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
