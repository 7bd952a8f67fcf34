import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BrowserContext, Frame, Locator, Page } from "playwright-core";
import { launchChromium } from "../../scripts/vscode/launchChromium.mjs";
import { startServer } from "../../scripts/vscode/startServer.mjs";
import { limits } from "../support/limits.mjs";
import { removeFolder } from "../support/removeFolder";
import { artifactsFolder, picturesWanted } from "./artifacts";
import { Dashboard } from "./Dashboard";
import { isDone } from "./isDone";

const WINDOW = { width: 1400, height: 900 };
/**
 * Time (ms) that the first attempt waits for the palette to open, and again for the command to appear in it. If one of
 * them does not appear, the palette is opened again. Each further attempt waits twice as long as the one before.
 */
const PALETTE = 2000;

/** Time (ms) to wait for the button of a notification before the list of all notifications is opened. */
const TOAST = 5000;

/** Time (ms) to wait for the items of a context menu, and for a click on one, before the menu is opened again. */
const MENU = 2000;
/** Time (ms) between opening a context menu and a click in it, and between typing a path and reading it back. */
const MENU_PAUSE = 200;

/** Without a grace period, a training ends soon after its window is closed. */
const briefSettings = { "fittingRoom.runs.gracePeriod": 0 };

/** Selector of the extension's icon in the activity bar. */
const icon = '.activitybar a[aria-label="Fitting Room"]';

/** Selectors of the Runs tree and of its rows. */
const runTree = '.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list';
const runRow = `${runTree}-row`;

export interface WorkbenchOptions {
  /** Settings of the open folder. */
  settings: Record<string, unknown>;
  /** Fills the folder before the window opens. */
  fill?: (folder: string) => void;
  /**
   * Names of new folders in the folder. The window then opens a workspace of them, to which the settings of the folder
   * do not apply.
   */
  folders?: readonly string[];
  /** Another window, whose folder this window opens. The folder keeps the settings of the other window. */
  beside?: Workbench;
  /** Whether the browser asks for reduced motion. */
  reducedMotion?: boolean;
  /** The language that VS Code reports to extensions, for example `ko`; VS Code's own texts stay English. */
  language?: string;
}

/**
 * The address of a VS Code server, and a browser's profile for a window of that server. `close` stops the server and
 * the browser if they were started for this place.
 */
export interface Place {
  url: string;
  profile: BrowserContext;
  close(): Promise<void>;
}

/** Starts a server and a browser for one window. */
export async function makePlace(options: Parameters<typeof startServer>[0]): Promise<Place> {
  const server = await startServer(options);
  const browser = await launchChromium();
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { url: server.url, profile: await browser.newContext(), close };
}

/** A window of VS Code with the packaged extension. Its folder is a new one or that of another window. */
export class Workbench {
  private constructor(
    /** The open folder. */
    readonly folder: string,
    readonly page: Page,
    private readonly place: Place,
    /** The folder's settings that {@link open} was given, and those of {@link briefSettings}. */
    private readonly settings: Record<string, unknown>,
    /** Whether the folder was made for this window, which then removes it. */
    private readonly ownsFolder: boolean,
    /** The workspace of several folders that is open; undefined if one folder is open. */
    private readonly workspaceFile: string | undefined,
  ) {}

  /** Number of calls of {@link restoreSettings}. */
  private restored = 0;

  /** Opens a window in a place; closing the window closes the place. */
  static async open(
    place: Place,
    { settings: given, fill, folders, beside, language, reducedMotion }: WorkbenchOptions,
  ): Promise<Workbench> {
    const folder = beside?.folder ?? (await mkdtemp(join(tmpdir(), "fitting-room-workspace-")));
    const settings = { ...briefSettings, ...given };
    if (!beside) await writeSettings(folder, settings);
    const workspaceFile = folders && (await writeWorkspace(folder, folders));
    fill?.(folder);
    const page = await place.profile.newPage();
    await page.setViewportSize(WINDOW);
    await page.emulateMedia({ reducedMotion: reducedMotion ? "reduce" : "no-preference" });
    page.setDefaultTimeout(limits.wait);
    // A language pack would set this variable before the workbench loads. Only the marketplace has language packs.
    if (language) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`);
    const workbench = new Workbench(folder, page, place, settings, !beside, workspaceFile);
    try {
      await workbench.comeBack();
      return workbench;
    } catch (error) {
      await workbench.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    // Leaving the page ends its extension host at once. If the connection were only lost, the server would keep the
    // extension host and wait for the page to connect again.
    await this.leave().catch(() => undefined);
    await this.page.close();
    await this.place.close();
    // `removeFolder` tries again while a trainer that is ending still writes into the folder.
    if (this.ownsFolder) removeFolder(this.folder);
  }

  /** Closes the window. The server continues, and so do trainers within their grace period. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
  }

  /** Opens a window on the folder, or the workspace, again. */
  async comeBack(): Promise<void> {
    const opened = this.workspaceFile
      ? `workspace=${encodeURIComponent(this.workspaceFile)}`
      : `folder=${encodeURIComponent(this.folder)}`;
    await this.page.goto(`${this.place.url}/?${opened}`);
    await this.ready();
  }

  /**
   * Reloads the window by VS Code's own command. Where the page is reloaded instead, VS Code may forget which tabs were
   * open.
   */
  async reload(): Promise<void> {
    await this.chooseCommand("Developer: Reload Window");
    const loaded = this.page.waitForEvent("load");
    await this.question.press("Enter");
    await loaded;
    await this.ready();
  }

  /** Runs a command from the command palette by its full title. */
  async runCommand(title: string): Promise<void> {
    const input = await this.chooseCommand(title);
    await input.press("Enter");
    // A command may at once ask a question in the same field. The field's text then does not begin with ">".
    await this.until(async () => !(await input.isVisible()) || !(await input.inputValue()).startsWith(">"));
  }

  /**
   * The field of the command palette or of a question. A test presses keys on it, not on the page, where something else
   * may have the focus.
   */
  get question(): Locator {
    return this.page.locator(".quick-input-widget input.input");
  }

  /** Answers a question with a text. */
  async enter(text: string): Promise<void> {
    await this.question.fill(text);
    await this.question.press("Enter");
  }

  /**
   * Types a path into VS Code's dialog for files. When the dialog opens, VS Code writes the path of a folder into the
   * field. This would replace a path that was typed before, so this method waits for the folder's path. It then types
   * until the field keeps the typed path.
   */
  async typePath(path: string): Promise<void> {
    await this.until(async () => (await this.question.inputValue()) !== "");
    await this.until(async () => {
      await this.question.fill(path);
      await this.page.waitForTimeout(MENU_PAUSE);
      return (await this.question.inputValue()) === path;
    });
  }

  async configure(settings: Record<string, unknown>): Promise<void> {
    const path = settingsPath(this.folder);
    const current: object = JSON.parse(await readFile(path, "utf8"));
    await writeSettings(this.folder, { ...current, ...settings });
  }

  /**
   * Replaces the open folder's settings by those that {@link open} was given and the `further` ones. Waits until the
   * new settings apply.
   */
  async restoreSettings(further: Record<string, unknown>): Promise<void> {
    const title = `Settings ${++this.restored}`;
    await writeSettings(this.folder, { ...this.settings, ...further, "window.title": title });
    await this.until(async () => (await this.page.title()) === title);
  }

  /** The dashboard in the side panel or in an editor tab, after its first drawing. */
  async dashboard(place: "panel" | "editor"): Promise<Dashboard> {
    // The dashboard sets `data-status` at its first drawing.
    return new Dashboard(await this.frame("body[data-fitting-room-view=live][data-status]", place));
  }

  /** Waits for a webview that is visible at a place and has an element with this selector. @returns its frame */
  async frame(selector: string, place: "panel" | "editor"): Promise<Frame> {
    return this.until(async () => {
      for (const frame of this.page.frames()) {
        if (await this.isVisible(frame, selector, place).catch(() => false)) return frame;
      }
      return undefined;
    });
  }

  /** The texts of the rows of the Runs tree, from top to bottom. */
  async runs(): Promise<string[]> {
    return this.page.locator(runRow).evaluateAll((rows) => rows.map((row) => row.textContent ?? ""));
  }

  /** The level of each row of the Runs tree. The top level is 1. */
  async levels(): Promise<number[]> {
    return this.page.locator(runRow).evaluateAll((rows) => rows.map((row) => Number(row.ariaLevel)));
  }

  /** The picture before a run's name in the tree, as CSS. */
  async runIcon(name: string): Promise<string> {
    const icon = this.page.locator(runRow, { hasText: name }).locator(".custom-view-tree-node-item-icon");
    return icon.evaluate((element) => getComputedStyle(element).backgroundImage);
  }

  /** Waits until the Runs tree has a number of rows. The tree is updated shortly after the dashboard. */
  async untilListed(count: number): Promise<void> {
    await this.until(async () => (await this.runs()).length === count);
  }

  /** Presses a key in the Runs tree. The key applies to the selected rows. */
  async pressInRuns(key: string): Promise<void> {
    await this.page.locator(runTree).press(key);
  }

  /** Chooses an item of the context menu of a run in the tree, by its index in {@link runs}. */
  async chooseForRun(index: number, item: string): Promise<void> {
    await this.chooseFromMenu(this.page.locator(runRow).nth(index), item);
  }

  /**
   * Selects a row of a list, or all rows from it to another one. VS Code may draw the rows again during a click, which
   * then selects nothing and is repeated.
   */
  async select(row: Locator, to?: Locator): Promise<void> {
    const isSelected = async (one: Locator) => (await one.and(this.page.locator(".selected")).count()) > 0;
    await this.until(async () => {
      await row.click();
      await to?.click({ modifiers: ["Shift"] });
      return (await isSelected(row)) && (!to || (await isSelected(to)));
    });
  }

  /**
   * Chooses an item of the context menu of a row. The menu closes when something else takes the focus. It is then
   * opened again.
   */
  private async chooseFromMenu(row: Locator, item: string): Promise<void> {
    await this.until(async () => {
      const choice = await this.openMenu(row, item);
      const isChosen = await isDone(choice.click({ timeout: MENU }));
      if (!isChosen) await this.page.keyboard.press("Escape");
      return isChosen;
    });
  }

  /**
   * Opens the context menu of a row. After a change, the menu may lack the item for a moment, and is then opened again.
   * @returns the item, which can be clicked
   */
  async openMenu(row: Locator, item: string): Promise<Locator> {
    const items = this.page.locator(".monaco-menu .action-item");
    const choice = items.filter({ hasText: item });
    await this.until(async () => {
      // The tooltip of a row that was clicked before covers other rows until the mouse leaves that row.
      await this.page.mouse.move(WINDOW.width / 2, WINDOW.height / 2);
      await row.click({ button: "right" });
      if (!(await isDone(items.first().waitFor({ timeout: MENU })))) return false;
      // In the menu's first 100 ms, VS Code ignores clicks until a timer of the page ends. This longer timer of the
      // same page ends after that one.
      await this.page.evaluate((pause) => new Promise((resolve) => setTimeout(resolve, pause)), MENU_PAUSE);
      const isThere = (await choice.count()) > 0;
      if (!isThere) await this.page.keyboard.press("Escape");
      return isThere;
    });
    return choice;
  }

  /**
   * Chooses an item of the context menu of a file in the Explorer.
   * @param to another file: the item is then chosen for all files from `name` to this one
   */
  async chooseForFile(name: string, item: string, to?: string): Promise<void> {
    const row = (of: string) =>
      this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${of}"]`);
    await this.runCommand("File: Focus on Files Explorer");
    await row(name).waitFor();
    if (to !== undefined) await this.select(row(name), row(to));
    await this.chooseFromMenu(row(name), item);
  }

  /** Shows the extension's side panel if it is hidden. */
  async showSidePanel(): Promise<void> {
    if (!(await this.page.locator(".part.sidebar").isVisible())) await this.page.locator(icon).click();
  }

  /** Opens the extension's side panel at a width in pixels. */
  async openSidePanel(width: number): Promise<void> {
    await this.page.locator(icon).click();
    await this.dashboard("panel");
    await this.setSidePanelWidth(width);
  }

  /** Gives the side panel a width in pixels, by dragging its edge. */
  private async setSidePanelWidth(width: number): Promise<void> {
    const panel = await this.page.locator(".part.sidebar").boundingBox();
    if (!panel) throw new Error("The side panel is not visible.");
    const edge = { x: panel.x + panel.width, y: panel.y + panel.height / 2 };
    await this.page.mouse.move(edge.x, edge.y);
    await this.page.mouse.down();
    await this.page.mouse.move(panel.x + width, edge.y, { steps: 5 });
    await this.page.mouse.up();
    await this.page.mouse.move(WINDOW.width / 2, WINDOW.height / 2);
  }

  /** The texts of the notifications that are shown. */
  async notifications(): Promise<string[]> {
    return this.page
      .locator(".notifications-toasts .notification-list-item-message")
      .evaluateAll((messages) => messages.map((message) => message.textContent ?? ""));
  }

  /**
   * Waits for a notification with this text and clicks one of its buttons. VS Code hides a notification after some
   * seconds; it is then found in the list of all notifications.
   */
  async answer(text: string, button: string): Promise<void> {
    const notification = this.page.locator(".notification-list-item", { hasText: text });
    const choice = notification.locator(".monaco-button", { hasText: button }).first();
    if (!(await isDone(choice.waitFor({ timeout: TOAST }))))
      await this.runCommand("Notifications: Show Notifications");
    await choice.click();
  }

  /** Gives the window a height (pixels) while `look` runs, for content that would need scrolling. */
  async enlarged(height: number, look: () => Promise<void>): Promise<void> {
    await this.page.setViewportSize({ ...WINDOW, height });
    await look();
    await this.page.setViewportSize(WINDOW);
  }

  /** Gives the window another width (pixels) while `look` runs. */
  async widened(width: number, look: () => Promise<void>): Promise<void> {
    await this.page.setViewportSize({ ...WINDOW, width });
    await look();
    await this.page.setViewportSize(WINDOW);
  }

  /**
   * Takes a picture for a person to look at, if {@link picturesWanted}.
   * @param height of the window (pixels) for this picture
   */
  async screenshot(name: string, height?: number): Promise<void> {
    if (!picturesWanted) return;
    if (height) await this.enlarged(height, () => this.photograph(name));
    else await this.photograph(name);
  }

  /** Takes a picture, also without {@link picturesWanted}. A failure is photographed in this way. */
  async photograph(name: string): Promise<void> {
    await this.page.screenshot({ path: join(artifactsFolder, `${name}.png`), animations: "disabled" });
  }

  /**
   * Calls `look` every 100 ms until it returns a truthy value. @throws Error after `timeout` (ms), and takes a picture
   */
  async until<T>(look: () => Promise<T | undefined | false>, timeout: number = limits.wait): Promise<T> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() > deadline) {
        await this.photograph("waited-in-vain");
        throw new Error(`Waited ${timeout / 1000} s in vain: ${look}`);
      }
      await this.page.waitForTimeout(100);
    }
  }

  /** Types a command's title into the command palette. @returns the palette's field, in which Enter runs the command */
  async chooseCommand(title: string): Promise<Locator> {
    const input = this.question;
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    // The palette lists the commands that are enabled when it opens. A command may be enabled a moment later, and the
    // key press may have no effect while a view is being loaded. In both cases the palette is opened again.
    for (let patience = PALETTE; ; patience *= 2) {
      const timeout = Math.min(patience, limits.wait);
      await this.page.keyboard.press("F1");
      const isTyped = await isDone(input.fill(`>${title}`, { timeout }));
      if (isTyped && (await isDone(row.waitFor({ timeout })))) return input;
      if (patience > limits.wait) throw new Error(`The command palette does not list ${title}.`);
      await this.page.keyboard.press("Escape");
    }
  }

  private async isVisible(frame: Frame, selector: string, place: "panel" | "editor"): Promise<boolean> {
    if ((await frame.locator(selector).count()) === 0) return false;
    const area = await this.page.locator(place === "panel" ? ".part.sidebar" : ".part.editor").boundingBox();
    const box = await (await frame.frameElement()).boundingBox();
    return !!area && !!box && box.width > 0 && box.x >= area.x && box.x + box.width <= area.x + area.width;
  }

  private async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.activitybar").waitFor();
    await this.page.locator(icon).waitFor();
  }
}

/** Makes folders in a folder, and a workspace of them. @returns the path of the workspace's file */
async function writeWorkspace(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) await mkdir(join(folder, name));
  const file = join(folder, "test.code-workspace");
  await writeFile(file, JSON.stringify({ folders: names.map((path) => ({ path })) }));
  return file;
}

function settingsPath(folder: string): string {
  return join(folder, ".vscode/settings.json");
}

async function writeSettings(folder: string, settings: Record<string, unknown>): Promise<void> {
  const path = settingsPath(folder);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(settings, null, 2));
}
