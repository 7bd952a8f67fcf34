import { percentage } from "../../src/runs/figures";
import type { LayerRecord } from "../../src/runs/layers/LayerRecord";
import { ScrollRegion } from "../components/ScrollRegion";
import { integer, loss, tick } from "../figures/format";
import { strings } from "../strings";

/** The figures of each layer at one step, with a button that chooses the layer. */
export function LayerTable(props: { record: LayerRecord; chosen: string; choose: (layer: string) => void }) {
  const { record, chosen, choose } = props;
  const words = strings.model.inside;
  const figure = (value: number | null) => (value === null ? strings.notANumber : loss(value));
  return (
    <div class="card class-table layer-table">
      <h2>{words.layers}</h2>
      <p class="quiet">{words.atStep(integer(record.step + 1), figure(record.gradientNorm))}</p>
      <ScrollRegion label={words.layers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.size}</th>
              <th scope="col">{words.weightNorm}</th>
              <th scope="col">{words.gradientNorm}</th>
              <th scope="col" title={words.updateHint}>
                {words.update}
              </th>
              <th scope="col" title={words.zerosHint}>
                {words.zeros}
              </th>
              <th scope="col" title={words.deadHint}>
                {words.deadUnits}
              </th>
            </tr>
          </thead>
          <tbody>
            {record.layers.map(({ name, size, weights, gradients, update, activations }) => (
              <tr key={name} class={name === chosen ? "chosen" : ""}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-pressed={name === chosen}
                    onClick={() => choose(name)}
                  >
                    {name}
                  </button>
                </th>
                <td>{integer(size)}</td>
                <td>{figure(weights.norm)}</td>
                <td>{figure(gradients.norm)}</td>
                <td>{update === null ? strings.notANumber : tick(Number(update.toPrecision(3)))}</td>
                <td>{activations ? percentage(activations.zeros) : strings.none}</td>
                <td>
                  {activations && activations.dead !== null
                    ? words.ofAll(integer(activations.dead), integer(activations.units))
                    : strings.none}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
