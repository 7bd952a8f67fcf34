import { useLayoutEffect, useRef } from "preact/hooks";
import type { GreyImage } from "../../src/images/prepareImage";
import { useChartTheme } from "../charts/useChartTheme";
import { strings } from "../strings";
import { drawGrey } from "./drawGrey";

/** Side (canvas pixels) of the square that each pixel of the image takes. */
const SCALE = 8;

/**
 * The influence of an image's pixels on a class: the gradient of the class's logit, in two colours by its sign. A
 * pixel's colour is the more opaque the larger the gradient's magnitude is.
 * @param props.saliency the gradient, [height, width]
 */
export function HeatMap(props: { image: GreyImage; saliency: Float32Array; name: string }) {
  const { image, saliency } = props;
  const { width, height } = image;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scratch = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const [raises, lowers] = [theme.rightness[0]!, theme.rightness.at(-1)!];
  useLayoutEffect(() => {
    drawGrey(scratch.current!, image, Math.max(width, height));
    const context = canvas.current!.getContext("2d")!;
    context.globalAlpha = 1;
    context.imageSmoothingEnabled = false;
    context.drawImage(scratch.current!, 0, 0, width * SCALE, height * SCALE);
    const largest = saliency.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    if (largest === 0) return;
    for (const [at, slope] of saliency.entries()) {
      context.globalAlpha = Math.abs(slope) / largest;
      context.fillStyle = slope > 0 ? raises : lowers;
      context.fillRect((at % width) * SCALE, Math.floor(at / width) * SCALE, SCALE, SCALE);
    }
  }, [image, saliency, raises, lowers]);
  const words = strings.model.tried;
  return (
    <figure class="heat-map">
      <canvas ref={scratch} hidden />
      <canvas
        ref={canvas}
        width={width * SCALE}
        height={height * SCALE}
        role="img"
        aria-label={words.saliencyOf(props.name)}
      />
      <figcaption class="quiet">
        <span>
          <span class="map-colour" style={{ background: "var(--fr-right-0)" }} /> {words.raises(props.name)}
        </span>
        <span>
          <span class="map-colour" style={{ background: "var(--fr-right-5)" }} /> {words.lowers(props.name)}
        </span>
      </figcaption>
    </figure>
  );
}
