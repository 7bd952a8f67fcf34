import { type Disposable, EventEmitter, Uri, ViewColumn, type Webview, type WebviewPanel } from "vscode";
import { createPanel, views } from "./window";

/** The object in the extension host that serves a webview. */
export interface WebviewHost {
  /** Called when the webview is hidden. */
  pause(): void;
  dispose(): void;
}

export interface TabOptions {
  extensionUri: Uri;
  /** The type of the panel. `activationEvents` in `package.json` must contain it after `onWebviewPanel:`. */
  viewType: string;
  title: string;
  /** Whether a new tab opens beside the code and leaves the focus there. Otherwise it opens in front with the focus. */
  isBeside: boolean;
  /** Fills the webview of a new or restored tab. */
  open: (webview: Webview) => WebviewHost;
}

/** A view in an editor tab. There is one tab at most, and VS Code restores it with the window. */
export class WebviewTab {
  private readonly registration: Disposable;
  private panel: WebviewPanel | undefined;
  private readonly visibilityChanged = new EventEmitter<void>();
  readonly onDidChangeVisibility = this.visibilityChanged.event;

  constructor(private readonly options: TabOptions) {
    this.registration = views.registerWebviewPanelSerializer(options.viewType, {
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

  /** Opens the tab, or brings it to the front. */
  reveal(): void {
    const { viewType, title, isBeside } = this.options;
    const viewColumn = isBeside ? ViewColumn.Beside : ViewColumn.Active;
    if (this.panel) this.panel.reveal(undefined, isBeside);
    else this.fill(createPanel(viewType, title, { viewColumn, preserveFocus: isBeside }));
  }

  private fill(panel: WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    const media = Uri.joinPath(this.options.extensionUri, "media");
    panel.iconPath = {
      light: Uri.joinPath(media, "fitting-room-light.svg"),
      dark: Uri.joinPath(media, "fitting-room.svg"),
    };
    const host = this.options.open(panel.webview);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) host.pause();
      this.visibilityChanged.fire();
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
      host.dispose();
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }
}
