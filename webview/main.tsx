import "./language";
import "./styles/index.css";
import { render } from "preact";
import { App } from "./components/App";
import { Dashboard } from "./Dashboard";
import { DrawPace } from "./DrawPace";
import { hostConnection } from "./hostConnection";
import { drawInertText } from "./inertText";

drawInertText();

const pace = new DrawPace(draw, {
  now: () => performance.now(),
  onFrame: (callback) => requestAnimationFrame(callback),
  onTime: (callback, milliseconds) => setTimeout(callback, milliseconds),
});

function draw(): void {
  render(<App dashboard={dashboard} />, document.body);
}

const dashboard = new Dashboard(hostConnection(), (isAwaited) => (isAwaited ? pace.hurry() : pace.ask()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void dashboard.refresh();
});
void dashboard.refresh();
draw();
