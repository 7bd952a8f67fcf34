import { commands, type Disposable, type WebviewView } from "vscode";
import { Dashboard, type DashboardOptions } from "./Dashboard";
import { views } from "./window";

const VIEW = "fittingRoom.live";

/** The dashboard in the side panel. */
export class LiveView {
  private readonly registration: Disposable;
  private view: WebviewView | undefined;

  constructor(private readonly options: DashboardOptions) {
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

  /** Opens the side panel at this view. */
  async reveal(): Promise<void> {
    if (this.view) this.view.show(true);
    else await commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true });
  }

  private fill(view: WebviewView): void {
    const dashboard = new Dashboard(view.webview, this.options);
    this.view = view;
    view.onDidChangeVisibility(() => view.visible || dashboard.pause());
    view.onDidDispose(() => {
      this.view = undefined;
      dashboard.dispose();
    });
  }
}
