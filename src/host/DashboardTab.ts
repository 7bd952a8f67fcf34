import { type Disposable, EventEmitter, Uri, ViewColumn, type WebviewPanel } from "vscode";
import { DashboardHost, type DashboardOptions } from "./DashboardHost";
import { createPanel, views } from "./window";

const VIEW_TYPE = "fittingRoom.dashboard";

/** The dashboard in an editor tab. There is one tab at most, and VS Code restores it with the window. */
export class DashboardTab {
  private readonly registration: Disposable;
  private panel: WebviewPanel | undefined;
  private readonly visibilityChanged = new EventEmitter<void>();
  readonly onDidChangeVisibility = this.visibilityChanged.event;

  constructor(private readonly options: DashboardOptions) {
    this.registration = views.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => this.fill(panel),
    });
  }

  dispose(): void {
    this.registration.dispose();
    this.visibilityChanged.dispose();
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  get isVisible(): boolean {
    return this.panel?.visible === true;
  }

  /** Opens the tab beside the code, or brings it to the front. */
  reveal(): void {
    if (this.panel) this.panel.reveal(undefined, true);
    else {
      const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.fill(createPanel(VIEW_TYPE, "Fitting Room", place));
    }
  }

  private fill(panel: WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    const media = Uri.joinPath(this.options.extensionUri, "media");
    panel.iconPath = {
      light: Uri.joinPath(media, "fitting-room-light.svg"),
      dark: Uri.joinPath(media, "fitting-room.svg"),
    };
    const dashboard = new DashboardHost(panel.webview, this.options, () => false);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) dashboard.pause();
      this.visibilityChanged.fire();
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
      dashboard.dispose();
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }
}
