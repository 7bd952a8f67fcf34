import type { NetworkLayer } from "../../src/protocol/modelProtocol";
import type { ModelRun } from "../../src/protocol/modelViewProtocol";
import { ScrollRegion } from "../components/ScrollRegion";
import { integer } from "../figures/format";
import { strings } from "../strings";
import type { ModelData } from "./ModelData";
import { Refused } from "./Refused";

/** The layers of a run's network: output shapes, parameters and multiplications. */
export function NetworkPart({ data, run }: { data: ModelData; run: ModelRun }) {
  const { value, refusal } = data.networks.get(run.id);
  if (refusal) return <Refused data={data} refusal={refusal} />;
  if (!value) return <p class="quiet">{strings.model.loading}</p>;
  const words = strings.model.network;
  return (
    <div class="card network-table">
      <h2>{words.title}</h2>
      <p class="quiet">{words.input(shapeText(value.input))}</p>
      <ScrollRegion label={words.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.layer}</th>
              <th scope="col">{words.type}</th>
              <th scope="col">{words.shape}</th>
              <th scope="col">{words.parameters}</th>
              <th scope="col" title={words.multiplicationsHint}>
                {words.multiplications}
              </th>
            </tr>
          </thead>
          <tbody>
            {value.layers.map((layer) => (
              <LayerRow key={layer.name} {...layer} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {words.sum}
              </th>
              <td>{integer(value.parameters)}</td>
              <td>{integer(value.multiplications)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollRegion>
    </div>
  );
}

function LayerRow({ name, type, depth, shape, parameters, multiplications }: NetworkLayer) {
  const count = (number: number) => (number === 0 ? "" : integer(number));
  return (
    <tr>
      <th scope="row" style={{ paddingInlineStart: `${depth * 1.2 + 0.5}em` }}>
        {name === "" ? type : name}
      </th>
      <td class="text">{name === "" ? "" : type}</td>
      <td class="text">{shapeText(shape)}</td>
      <td>{count(parameters)}</td>
      <td>{count(multiplications)}</td>
    </tr>
  );
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
