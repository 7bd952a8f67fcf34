import type { Story } from "../../src/protocol/modelProtocol";
import { percentage } from "../../src/runs/figures";
import { integer, percentTick } from "../figures/format";
import { storyPoints } from "../figures/storyPath";
import { strings } from "../strings";

/** Size of the drawing, and the edges of the plot in it, in units of the drawing's view box. */
const size = { width: 480, height: 84 };
const plot = { left: 38, top: 6, right: 470, bottom: 62 };

/** The true class's probability of one image over the recorded epochs. */
export function StoryStrip({ story, epoch }: { story: Story; epoch: number }) {
  const words = strings.model.image;
  const points = storyPoints(story.epochs, story.probability);
  const x = (share: number) => plot.left + share * (plot.right - plot.left);
  const y = (share: number) => plot.bottom - share * (plot.bottom - plot.top);
  const values = points.map(({ probability }) => probability);
  const text =
    points.length === 0
      ? words.noStory
      : words.storySummary(
          words.story,
          percentage(values[0]!),
          percentage(values.at(-1)!),
          percentage(Math.min(...values)),
          percentage(Math.max(...values)),
        );
  return (
    <section class="story" aria-label={words.story}>
      <h3>{words.story}</h3>
      <svg class="diagram" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={text}>
        {[0, 0.5, 1].map((tick) => (
          <g key={tick}>
            <path class="grid" d={`M${plot.left} ${y(tick)}H${plot.right}`} />
            <text class="tick" x={plot.left - 4} y={y(tick) + 4} text-anchor="end">
              {percentTick(tick)}
            </text>
          </g>
        ))}
        <path
          class="line"
          d={points
            .map((point, at) => `${at === 0 ? "M" : "L"}${x(point.x)} ${y(point.probability)}`)
            .join("")}
        />
        {points.map((point) => (
          <circle
            key={point.epoch}
            class={point.epoch === epoch ? "dot now" : "dot"}
            cx={x(point.x)}
            cy={y(point.probability)}
            r={point.epoch === epoch ? 4.5 : 2.5}
          >
            <title>{`${strings.model.epoch} ${integer(point.epoch)}: ${percentage(point.probability)}`}</title>
          </circle>
        ))}
        {points.length > 0 && (
          <>
            <text class="tick" x={plot.left} y={size.height - 6}>
              {`${strings.model.epoch} ${integer(points[0]!.epoch)}`}
            </text>
            <text class="tick" x={plot.right} y={size.height - 6} text-anchor="end">
              {integer(points.at(-1)!.epoch)}
            </text>
          </>
        )}
      </svg>
    </section>
  );
}
