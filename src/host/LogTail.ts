import { open } from "node:fs/promises";
import { join } from "node:path";
import type { RunEvent } from "../runs/RunEvent";
import { parseLog } from "../runs/RunStore";

/** Reads a run's log as it grows: each reading gives what was appended since the one before. */
export class LogTail {
  private offset = 0;
  private nextLine = 1;

  constructor(private readonly folder: string) {}

  /** Whole lines only; a damaged line comes as a warning in its place. A missing log holds nothing yet. */
  async read(): Promise<RunEvent[]> {
    const added = await this.readBytes();
    const length = added.lastIndexOf(0x0a) + 1;
    this.offset += length;
    const text = added.toString("utf8", 0, length);
    const { events, problems } = parseLog(text, this.nextLine);
    this.nextLine += text.split("\n").length - 1;
    return [...events, ...problems.map((message): RunEvent => ({ type: "warning", message }))];
  }

  private async readBytes(): Promise<Buffer> {
    const file = await open(join(this.folder, "events.jsonl")).catch(() => undefined);
    if (!file) return Buffer.alloc(0);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - this.offset)), {
        position: this.offset,
      });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}
