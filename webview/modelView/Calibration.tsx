import { useMemo } from "preact/hooks";
import type { Answers } from "../../src/protocol/modelProtocol";
import { expectedCalibrationError, type ReliabilityBin, reliability } from "../../src/runs/calibration";
import { percentage } from "../../src/runs/figures";
import { percentTick } from "../figures/format";
import { strings } from "../strings";

/** Size of the drawing, and the edges of the plot in it, in units of the drawing's view box. */
const size = { width: 340, height: 200 };
const plot = { left: 40, top: 8, right: 322, bottom: 168 };
const x = (share: number) => plot.left + share * (plot.right - plot.left);
const y = (share: number) => plot.bottom - share * (plot.bottom - plot.top);
const ticks = [0, 0.25, 0.5, 0.75, 1];

/**
 * The reliability diagram: the share of right predictions by their confidence. For the training set, whose confidence
 * is not recorded, a sentence that states so.
 */
export function Calibration({ answers }: { answers: Answers }) {
  const { labels, predicted, confidence } = answers;
  const words = strings.model.calibration;
  const bins = useMemo(() => confidence && reliability(confidence, labels, predicted), [answers]);
  const error = bins && expectedCalibrationError(bins);
  return (
    <section class="card calibration" aria-label={words.title}>
      <h2>{words.title}</h2>
      {bins && error !== undefined && error !== null ? (
        <>
          <p class="quiet">{words.error(percentage(error))}</p>
          <Diagram bins={bins} />
        </>
      ) : (
        <p class="quiet">{words.notOfTraining}</p>
      )}
    </section>
  );
}

function Diagram({ bins }: { bins: readonly ReliabilityBin[] }) {
  const words = strings.model.calibration;
  const most = Math.max(...bins.map(({ samples }) => samples));
  const text = ({ from, to, samples, accuracy }: ReliabilityBin) =>
    words.bin(percentTick(from), percentTick(to), strings.model.images(samples), percentage(accuracy ?? 0));
  const filled = bins.filter(({ samples }) => samples > 0);
  return (
    <svg
      class="diagram"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`${words.diagram} ${filled.map(text).join(" ")}`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${plot.left} ${y(tick)}H${plot.right}`} />
          <text class="tick" x={plot.left - 4} y={y(tick) + 4} text-anchor="end">
            {percentTick(tick)}
          </text>
          <text class="tick" x={x(tick)} y={plot.bottom + 14} text-anchor="middle">
            {percentTick(tick)}
          </text>
        </g>
      ))}
      {filled.map((bin) => {
        const width = x(bin.to) - x(bin.from) - 2;
        return (
          <g key={bin.from}>
            <title>{text(bin)}</title>
            <rect
              class="bin"
              x={x(bin.from) + 1}
              y={y(bin.accuracy!)}
              width={width}
              height={plot.bottom - y(bin.accuracy!)}
              fill-opacity={0.35 + 0.65 * Math.sqrt(bin.samples / most)}
            />
            <path class="gap" d={`M${x(bin.from) + 1} ${y(bin.confidence!)}h${width}`} />
          </g>
        );
      })}
      <path class="ideal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
      <text class="tick" x={(plot.left + plot.right) / 2} y={size.height - 3} text-anchor="middle">
        {words.axis}
      </text>
    </svg>
  );
}
