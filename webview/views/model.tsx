import "../language";
import "../styles/model.css";
import { render } from "preact";
import { hostConnection } from "../hostConnection";
import { drawInertText } from "../inertText";
import { Model } from "../modelView/Model";
import { ModelData } from "../modelView/ModelData";

drawInertText();

let isAsked = false;

/** Draws once for all changes before the next frame. */
function drawSoon(): void {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    render(<Model data={data} />, document.body);
  });
}

const data = new ModelData(hostConnection(), drawSoon);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void data.refresh();
});
void data.refresh();
drawSoon();
