import { commands, type Disposable, type WebviewView } from "vscode";
import { DashboardHost, type DashboardOptions } from "./DashboardHost";
import { views } from "./window";

const VIEW = "fittingRoom.live";

/** The dashboard in the side panel. */
export class LiveView {
  private readonly registration: Disposable;
  private view: WebviewView | undefined;
  private dashboard: DashboardHost | undefined;

  /** @param isChartedElsewhere whether the editor tab is visible and draws the charts */
  constructor(
    private readonly options: DashboardOptions,
    private readonly isChartedElsewhere: () => boolean,
  ) {
    this.registration = views.registerWebviewViewProvider(VIEW, {
      resolveWebviewView: (view) => this.fill(view),
    });
  }

  dispose(): void {
    this.registration.dispose();
  }

  get isVisible(): boolean {
    return this.view?.visible === true;
  }

  /** Called when the editor tab was shown or hidden. */
  sendSurroundings(): void {
    this.dashboard?.sendSurroundings();
  }

  /** Opens the side panel at this view. */
  async reveal(): Promise<void> {
    if (this.view) this.view.show(true);
    else await commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true });
  }

  private fill(view: WebviewView): void {
    const dashboard = new DashboardHost(view.webview, this.options, this.isChartedElsewhere);
    this.dashboard = dashboard;
    this.view = view;
    view.onDidChangeVisibility(() => view.visible || dashboard.pause());
    view.onDidDispose(() => {
      this.view = undefined;
      this.dashboard = undefined;
      dashboard.dispose();
    });
  }
}
