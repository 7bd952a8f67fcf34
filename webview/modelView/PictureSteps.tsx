import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { GreyImage, PreparedImage, Steps } from "../../src/images/prepareImage";
import { integer } from "../figures/format";
import { strings } from "../strings";
import { Checkbox } from "../toolkit";
import { drawGrey } from "./drawGrey";

/** Largest side (pixels) of a drawn picture. */
const most = 224;

/**
 * A picture after each step on its way to the network. A check box at each step but the first switches what the step
 * does: inverting, trimming, and keeping the proportions while scaling.
 */
export function PictureSteps({
  prepared,
  change,
}: {
  prepared: PreparedImage;
  change: (changes: Steps) => void;
}) {
  const words = strings.model.tried.steps;
  const { grey, inverted, trimmed, fitted, steps } = prepared;
  const size = words.size(integer(fitted.width), integer(fitted.height));
  return (
    <ol class="picture-steps">
      <Step image={grey} name={words.grey}>
        <span>{words.grey}</span>
      </Step>
      <Step image={inverted} name={words.invert}>
        <Checkbox checked={steps.invert} onChange={(invert) => change({ invert })}>
          {words.invert}
        </Checkbox>
      </Step>
      <Step image={trimmed} name={words.trim}>
        <Checkbox checked={steps.trim} onChange={(trim) => change({ trim })}>
          {words.trim}
        </Checkbox>
      </Step>
      <Step image={fitted} name={size}>
        <Checkbox checked={steps.keepAspect} onChange={(keepAspect) => change({ keepAspect })}>
          {words.keepAspect}
        </Checkbox>
        <span class="quiet">{size}</span>
      </Step>
    </ol>
  );
}

function Step({ image, name, children }: { image: GreyImage; name: string; children: ComponentChildren }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => drawGrey(canvas.current!, image, most), [image]);
  return (
    <li>
      <canvas ref={canvas} role="img" aria-label={strings.model.tried.steps.after(name)} />
      {children}
    </li>
  );
}
