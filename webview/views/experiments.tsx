import "../language";
import "../styles/experiments.css";
import { render } from "preact";
import { Experiments } from "../experiments/Experiments";
import { ExperimentsModel } from "../experiments/ExperimentsModel";
import { hostConnection } from "../hostConnection";
import { drawInertText } from "../inertText";
import { styleRuns } from "../styleRuns";

drawInertText();
styleRuns();

let isAsked = false;

/** Draws once for all changes before the next frame. */
function drawSoon(): void {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    render(<Experiments model={model} />, document.body);
  });
}

const model = new ExperimentsModel(hostConnection(), drawSoon);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void model.refresh();
});
void model.refresh();
drawSoon();
