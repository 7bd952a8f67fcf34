import type { Frame, Page } from "playwright-core";

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
  async choose(name: string, item: string): Promise<void> {
    await this.line(name).getByRole("rowheader").click({ button: "right" });
    await this.frame.getByRole("menuitem", { name: item, exact: true }).click();
  }
}
