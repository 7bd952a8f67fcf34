import { useState } from "preact/hooks";
import type { LayerFigures } from "../../src/runs/layers/LayerRecord";
import { Icon } from "../components/Icon";
import { useZoom } from "../components/useZoom";
import { layerCharts } from "../figures/layerCharts";
import { strings } from "../strings";
import { FiguresByStep } from "./FiguresByStep";
import { FilterGrid } from "./FilterGrid";
import { LayerChart } from "./LayerChart";
import { LayerTable } from "./LayerTable";
import type { ModelViewProps } from "./ModelHeader";
import { Refused } from "./Refused";
import { RidgeCard } from "./RidgeCard";
import { useKept } from "./useKept";

const words = strings.model.inside;

/** The arrays of a layer whose histograms are shown. */
const ridgeKinds = [
  { title: words.weights, of: ({ weights }: LayerFigures) => weights },
  { title: words.gradients, of: ({ gradients }: LayerFigures) => gradients },
  { title: words.activations, of: ({ activations }: LayerFigures) => activations },
];

/**
 * The part of the view about the layers: their figures and histograms over the training, and the filters of the first
 * layer.
 */
export function InsidePart({ data, run }: ModelViewProps) {
  const answer = data.inside.get(run.id);
  const inside = useKept(answer.value, run.id);
  const [wanted, choose] = useState<string>();
  const zoom = useZoom(run.id);
  if (answer.refusal) return <Refused data={data} refusal={answer.refusal} />;
  if (!inside) return <p class="quiet">{strings.model.loading}</p>;
  const { records, filters, filtersProblem } = inside;
  const last = records.at(-1);
  const layer = last?.layers.find(({ name }) => name === wanted) ?? last?.layers[0];
  return (
    <div class="inside">
      {last && layer ? (
        <>
          <LayerTable record={last} chosen={layer.name} choose={choose} />
          <div class="charts">
            {layerCharts.map((kind) => (
              <LayerChart
                key={kind.id}
                kind={kind}
                records={records}
                chosen={layer.name}
                choose={choose}
                range={zoom.rangeOf("step")}
                setRange={(range) => zoom.setRange("step", range)}
              />
            ))}
          </div>
          <h2 class="inside-layer">{words.layer(layer.name)}</h2>
          <div class="ridges">
            {ridgeKinds.map(({ title, of }) => (
              <RidgeCard key={title} title={title} layer={layer.name} records={records} of={of} />
            ))}
          </div>
          <FiguresByStep records={records} layer={layer.name} />
        </>
      ) : (
        <div class="card notice" role="status">
          <Icon name="info" />
          <p>{run.isLive ? words.beforeFirst : words.notRecorded}</p>
        </div>
      )}
      {filters && <FilterGrid filters={filters} />}
      {filtersProblem !== undefined && <p class="quiet">{filtersProblem}</p>}
    </div>
  );
}
