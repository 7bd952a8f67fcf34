import type { Frame, Locator, Page } from "playwright-core";
import { isDone } from "./isDone";

/** Time (ms) to wait for an item of a run's context menu, and for a click on it, before the menu is opened again. */
const MENU = 2000;

/** The Experiments view in its webview. */
export class ExperimentsTab {
  constructor(
    readonly frame: Frame,
    private readonly page: Page,
  ) {}

  get table() {
    return this.frame.getByRole("grid");
  }

  /** The lines of runs in the visible part of the table, without the headings of groups. */
  get lines() {
    return this.frame.locator(".lines > .line:not(.group-line)");
  }

  line(name: string) {
    return this.lines.filter({ has: this.frame.getByRole("rowheader", { name }) });
  }

  /** The sentence above the table. A screen reader reads it when it changes. */
  get summary() {
    return this.frame.locator(".table-summary");
  }

  names(): Promise<string[]> {
    return this.lines.evaluateAll((lines) =>
      lines.map((line) => line.querySelector(".run-name")?.textContent ?? ""),
    );
  }

  /** The text in the line of a run, by the run's name, and in a column, by the column's id. */
  async cell(name: string, column: string): Promise<string> {
    return (await this.line(name).locator(`.of-${column}`).innerText()).trim();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Replaces the text of the field that has the focus. */
  async type(text: string): Promise<void> {
    await this.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }

  async filter(text: string): Promise<void> {
    await this.frame.getByRole("combobox", { name: "Filter runs" }).fill(text);
  }

  /** Chooses an item of a run's context menu. */
  async choose(name: string, label: string): Promise<void> {
    const item = this.frame.getByRole("menuitem", { name: label, exact: true });
    do await this.openMenu(this.line(name), item);
    while (!(await isDone(item.click({ timeout: MENU }))));
  }

  /**
   * Opens the context menu of a run's line and waits for an item of the menu. If VS Code takes the focus, the menu
   * closes and is opened again.
   */
  async openMenu(line: Locator, item: Locator): Promise<void> {
    do await line.getByRole("rowheader").click({ button: "right" });
    while (!(await isDone(item.waitFor({ timeout: MENU }))));
  }
}
