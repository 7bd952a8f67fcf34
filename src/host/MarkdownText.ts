import { MarkdownString } from "vscode";
import { inMarkdown } from "../runs/inert";

/** Markdown of paragraphs and tables. Their texts are escaped. */
export class MarkdownText {
  readonly markdown = new MarkdownString();

  /** A paragraph that begins with a heading in bold type. */
  heading(heading: string, rest: string): this {
    return this.add(`**${inMarkdown(heading)}** · ${inMarkdown(rest)}\n\n`);
  }

  paragraph(text: string): this {
    return this.add(`${inMarkdown(text)}\n\n`);
  }

  /** A table with a row for each name and its value; nothing without rows. */
  table(rows: readonly (readonly [name: string, value: string])[]): this {
    if (rows.length === 0) return this;
    const lines = rows.map(([name, value]) => `| ${inMarkdown(name)} | ${inMarkdown(value)} |\n`);
    return this.add(`| | |\n|:--|:--|\n${lines.join("")}\n`);
  }

  private add(markdown: string): this {
    this.markdown.appendMarkdown(markdown);
    return this;
  }
}
