import { DashboardHost, type DashboardOptions } from "./DashboardHost";
import { LiveView } from "./LiveView";
import type { Session } from "./Session";
import { WebviewTab } from "./WebviewTab";

/** The name of the product, which is the same in every language. */
const PRODUCT = "Fitting Room";

/** The two places of the dashboard: the side panel and the editor tab. */
export class Dashboards {
  private readonly live: LiveView;
  private readonly tab: WebviewTab;
  private readonly session: Session;

  constructor(options: DashboardOptions) {
    this.session = options.session;
    this.tab = new WebviewTab({
      extensionUri: options.extensionUri,
      viewType: "fittingRoom.dashboard",
      title: PRODUCT,
      isBeside: true,
      open: (webview) => new DashboardHost(webview, options, () => false),
    });
    this.live = new LiveView(options, () => this.tab.isVisible);
    this.tab.onDidChangeVisibility(() => this.live.sendSurroundings());
  }

  /** Shows the dashboard unless it is visible: its editor tab if that is open, else the side panel. */
  async show(): Promise<void> {
    if (this.live.isVisible || this.tab.isVisible) return;
    if (this.tab.isOpen) this.tab.reveal();
    else await this.live.reveal();
  }

  /** Whether a visible dashboard shows the run. */
  isInView({ folder }: { folder: string }): boolean {
    return this.session.displayed?.folder === folder && (this.live.isVisible || this.tab.isVisible);
  }

  openTab(): void {
    this.tab.reveal();
  }

  dispose(): void {
    this.live.dispose();
    this.tab.dispose();
  }
}
