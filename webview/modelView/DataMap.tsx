import { useEffect, useRef, useState } from "preact/hooks";
import type { Histories } from "../../src/protocol/modelProtocol";
import { useChartTheme } from "../charts/useChartTheme";
import { mapColours, spreadEnd } from "../figures/dataMap";
import { type Point, pointsWithin } from "../figures/lasso";
import { strings } from "../strings";
import { drawMapOverlay, drawMapPoints, type MapArea, mapArea } from "./drawDataMap";

/**
 * The training images by spread (x) and mean (y) of the true class's probability, coloured by how often the network was
 * right about them. A line drawn around points picks their images.
 */
export function DataMap(props: {
  histories: Histories;
  picked: ReadonlySet<number> | undefined;
  pick: (indices: readonly number[] | undefined) => void;
}) {
  const { histories, picked } = props;
  const words = strings.model.map;
  const points = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const [size, setSize] = useState({ width: 0, height: 0 });
  /** The line that is being drawn, in pixels. */
  const [lasso, setLasso] = useState<readonly Point[]>([]);
  const area: MapArea = mapArea(size.width, size.height, spreadEnd(histories));

  useEffect(() => {
    const element = overlay.current!;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (size.width > 0) drawMapPoints(points.current!, histories, area, theme);
  }, [histories, size, theme]);
  useEffect(() => {
    if (size.width > 0) drawMapOverlay(overlay.current!, histories, picked, area, theme);
  }, [histories, picked, size, theme]);

  const place = (event: PointerEvent): Point => [event.offsetX, event.offsetY];
  const end = () => {
    const polygon = lasso.map(([x, y]): Point => [area.spreadAt(x), area.meanAt(y)]);
    setLasso([]);
    if (polygon.length === 0) return;
    // After a click, or a line around no point, all images are shown again.
    const within = pointsWithin(histories.spread, histories.meanProbability, polygon);
    props.pick(within.length > 0 ? within : undefined);
  };
  return (
    <>
      <div class="map-plot">
        <canvas ref={points} class={picked ? "faint" : ""} />
        <canvas
          ref={overlay}
          role="img"
          aria-label={words.summary(strings.model.images(histories.seen.filter((count) => count > 0).length))}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setLasso([place(event)]);
          }}
          onPointerMove={(event) => {
            const to = place(event);
            setLasso((line) => (line.length > 0 ? [...line, to] : line));
          }}
          onPointerUp={end}
          onPointerCancel={() => setLasso([])}
        />
        <svg class="lasso" aria-hidden="true">
          <polygon points={lasso.map((point) => point.join()).join(" ")} />
        </svg>
      </div>
      <p class="quiet map-legend" aria-hidden="true">
        {words.never}
        {Array.from({ length: mapColours }, (_, colour) => (
          <span key={colour} class="map-colour" style={{ background: `var(--fr-right-${colour})` }} />
        ))}
        {words.always}
      </p>
    </>
  );
}
