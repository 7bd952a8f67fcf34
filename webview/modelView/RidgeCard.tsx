import { useMemo } from "preact/hooks";
import type { Histogram, LayerFigures, LayerRecord } from "../../src/runs/layers/LayerRecord";
import { integer, tick } from "../figures/format";
import { ridgesOf } from "../figures/ridges";
import { strings } from "../strings";

/** Size of the drawing, and the edges of the plot in it, in units of the drawing's view box. */
const size = { width: 340, height: 240 };
const plot = { left: 52, right: 330, top: 46, bottom: 210 };
/** Height of the highest ridge, in units of the drawing. */
const highest = 40;

/** A coordinate with one decimal. Less than a tenth of a pixel cannot be seen. */
const sharp = (value: number) => Math.round(10 * value) / 10;
const rounded = (value: number) => tick(Number(value.toPrecision(3)));

/** Histograms of a layer's weights, gradients or activations at some steps of the training, the newest in front. */
export function RidgeCard(props: {
  title: string;
  layer: string;
  records: readonly LayerRecord[];
  of: (layer: LayerFigures) => { norm: number | null; histogram: Histogram | null } | null;
}) {
  const { title, layer, records, of } = props;
  const words = strings.model.inside;
  const drawn = useMemo(
    () =>
      ridgesOf(
        records.map(({ step, layers }) => {
          const found = layers.find(({ name }) => name === layer);
          return { step, histogram: (found && of(found)?.histogram) ?? null };
        }),
      ),
    [records, layer, of],
  );
  const shown = useMemo(() => {
    const ends = [records[0], records.at(-1)].map((record) => {
      const found = record?.layers.find(({ name }) => name === layer);
      const spread = found && of(found);
      return record && spread?.histogram && { step: record.step, ...spread.histogram };
    });
    return ends.flatMap((end) =>
      end ? [words.spread(integer(end.step + 1), rounded(end.from), rounded(end.to))] : [],
    );
  }, [records, layer, of]);
  if (!drawn)
    return (
      <section class="card ridge-card" aria-label={title}>
        <h3>{title}</h3>
        <p class="quiet">{words.noFigure}</p>
      </section>
    );
  const { from, to, ridges } = drawn;
  const x = (share: number) => plot.left + share * (plot.right - plot.left);
  const base = (index: number) =>
    ridges.length === 1 ? plot.bottom : plot.top + (index * (plot.bottom - plot.top)) / (ridges.length - 1);
  const zero = (0 - from) / (to - from || 1);
  return (
    <section class="card ridge-card" aria-label={title}>
      <h3>{title}</h3>
      <svg
        class="diagram"
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${words.ridges(title, layer)} ${shown.join(" ")}`}
      >
        {zero > 0 && zero < 1 && <path class="grid" d={`M${x(zero)} ${plot.top - highest}V${plot.bottom}`} />}
        {ridges.map(({ step, points }, index) => (
          <path
            key={step}
            class={index === ridges.length - 1 ? "ridge now" : "ridge"}
            d={points
              .map((point, at) => {
                const height = base(index) - point.height * highest;
                return `${at === 0 ? "M" : "L"}${sharp(x(point.x))} ${sharp(height)}`;
              })
              .join("")}
          >
            <title>{words.step(integer(step + 1))}</title>
          </path>
        ))}
        {[0, ridges.length - 1].map((index) => (
          <text key={index} class="tick" x={plot.left - 6} y={base(index) + 4} text-anchor="end">
            {integer(ridges[index]!.step + 1)}
          </text>
        ))}
        <text class="tick" x={plot.left} y={plot.bottom + 16}>
          {rounded(from)}
        </text>
        {zero > 0.2 && zero < 0.8 && (
          <text class="tick" x={x(zero)} y={plot.bottom + 16} text-anchor="middle">
            0
          </text>
        )}
        <text class="tick" x={plot.right} y={plot.bottom + 16} text-anchor="end">
          {rounded(to)}
        </text>
      </svg>
    </section>
  );
}
