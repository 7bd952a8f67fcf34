import { useLayoutEffect, useRef } from "preact/hooks";
import type { Filters } from "../../src/protocol/modelProtocol";
import { useChartTheme } from "../charts/useChartTheme";
import { strings } from "../strings";
import { drawFilters, filterLayout } from "./drawFilters";

/**
 * The filters of the first layer, in two colours by the sign of the weights. A weight is the more opaque the larger its
 * magnitude is.
 */
export function FilterGrid({ filters }: { filters: Filters }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const words = strings.model.inside;
  const { count, width, height } = filterLayout(filters);
  const [positive, negative] = [theme.rightness[0]!, theme.rightness.at(-1)!];
  const { grid } = theme;
  useLayoutEffect(
    () => drawFilters(canvas.current!.getContext("2d")!, filters, { positive, negative, ground: grid }),
    [filters, positive, negative, grid],
  );
  return (
    <figure class="card filters" aria-label={words.filters}>
      <h2>{words.filters}</h2>
      <p class="quiet">
        {words.filtersOf(count, filters.total, filters.layer, filters.height, filters.width)}
      </p>
      <canvas ref={canvas} width={width} height={height} role="img" aria-label={words.filters} />
      <figcaption class="quiet">
        <span>
          <span class="map-colour" style={{ background: "var(--fr-right-0)" }} /> {words.positive}
        </span>
        <span>
          <span class="map-colour" style={{ background: "var(--fr-right-5)" }} /> {words.negative}
        </span>
      </figcaption>
    </figure>
  );
}
