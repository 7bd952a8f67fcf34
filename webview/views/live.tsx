import "../language";
import "../timeZone";
import "../styles/index.css";
import { render } from "preact";
import { App } from "../components/App";
import { DashboardModel } from "../DashboardModel";
import { DrawPace } from "../DrawPace";
import { hostConnection } from "../hostConnection";
import { drawInertText } from "../inertText";
import { keepFocus } from "../keepFocus";
import { styleRuns } from "../styleRuns";

drawInertText();
keepFocus();
styleRuns();

const pace = new DrawPace(draw, {
  now: () => performance.now(),
  onFrame: (callback) => requestAnimationFrame(callback),
  onPainted,
  onTime: (callback, milliseconds) => setTimeout(callback, milliseconds),
});

/**
 * Calls `callback` after the present frame is painted, since a message that is posted in a frame is delivered after the
 * painting.
 */
function onPainted(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}

function draw(): void {
  // The colour is set first, since the components read the colour while they are drawn.
  const { runStroke } = dashboard.view.snapshot ?? {};
  const colour = runStroke && String(runStroke.colour);
  // Writing the same value would make all charts read their colours again.
  if (colour === undefined) delete document.body.dataset.runColour;
  else if (colour !== document.body.dataset.runColour) document.body.dataset.runColour = colour;
  render(<App dashboard={dashboard} />, document.body);
}

const dashboard = new DashboardModel(hostConnection(), (isAwaited) =>
  isAwaited ? pace.hurry() : pace.ask(),
);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void dashboard.refresh();
});
void dashboard.refresh();
draw();
