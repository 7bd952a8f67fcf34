import "./styles/index.css";
import { render } from "preact";
import { App } from "./components/App";
import { Dashboard } from "./Dashboard";
import { hostConnection } from "./hostConnection";
import { drawInertText } from "./inertText";

drawInertText();

let isDrawn = true;

/** However much comes in between two frames, it is drawn once. */
function drawSoon(): void {
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(() => {
    isDrawn = true;
    draw();
  });
}

function draw(): void {
  render(<App dashboard={dashboard} />, document.body);
}

const dashboard = new Dashboard(hostConnection(), drawSoon);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void dashboard.refresh();
});
void dashboard.refresh();
draw();
