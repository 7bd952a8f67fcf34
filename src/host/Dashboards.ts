import type { DashboardOptions } from "./DashboardHost";
import { DashboardTab } from "./DashboardTab";
import { LiveView } from "./LiveView";
import type { Session } from "./Session";

/** The places where the run on display can be seen. */
export class Dashboards {
  private readonly live: LiveView;
  private readonly tab: DashboardTab;
  private readonly session: Session;

  constructor(options: DashboardOptions) {
    this.session = options.session;
    this.tab = new DashboardTab(options);
    this.live = new LiveView(options, () => this.tab.isVisible);
    this.tab.onDidChangeVisibility(() => this.live.sendSurroundings());
  }

  /** Brings the run on display to view, where it is not in view already. */
  async show(): Promise<void> {
    if (this.live.isVisible || this.tab.isVisible) return;
    if (this.tab.isOpen) this.tab.reveal();
    else await this.live.reveal();
  }

  /** Whether a user who looks at the window sees what the run does. */
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
