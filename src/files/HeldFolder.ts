import { closeSync, constants, fstatSync, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { anotherFolder, canReachByDescriptor, checkedName, Folder, throughDescriptor } from "./Folder";

/**
 * A folder that is to be written for long. On Linux it is held open, and stays the same one when it, or a folder that it
 * is in, gets another name; elsewhere it is the one at its path.
 * @throws as Folder's methods do
 */
export function holdFolder(folder: Folder): Folder {
  return canReachByDescriptor ? new HeldFolder(folder) : folder;
}

/** One that was removed is the one that is put in its place later. */
class HeldFolder extends Folder {
  private descriptor: number | undefined;

  constructor({ path }: Folder) {
    super(path);
    // One of those that it is in may have become a link.
    if (this.place !== path) throw anotherFolder(path);
    this.descriptor = this.openPlace();
  }

  override get path(): string {
    return this.isThere() ? readlinkSync(`/proc/self/fd/${this.descriptor}`) : this.place;
  }

  override folder(name: string): Folder {
    return FolderWithin.of(this, checkedName(name));
  }

  override within<T>(use: (path: string) => T): T {
    if (!this.isThere()) {
      this.letGo();
      this.descriptor = this.openPlace();
    }
    return use(`/proc/self/fd/${this.descriptor}`);
  }

  private openPlace(): number {
    return super.within((path) => openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
  }

  /** A network disk that was reconnected no longer knows what was open on it. */
  private isThere(): boolean {
    try {
      return this.descriptor !== undefined && fstatSync(this.descriptor).nlink > 0;
    } catch {
      return false;
    }
  }

  private letGo(): void {
    if (this.descriptor === undefined) return;
    const { descriptor } = this;
    this.descriptor = undefined;
    closeSync(descriptor);
  }
}

/** A folder in one that is held, which it stays in. */
class FolderWithin extends Folder {
  declare private readonly outer: HeldFolder;
  declare private readonly name: string;

  /** Looks at no path, which may lead to neither of them by now. */
  static of(outer: HeldFolder, name: string): FolderWithin {
    return Object.create(FolderWithin.prototype, { outer: { value: outer }, name: { value: name } });
  }

  override get path(): string {
    return join(this.outer.path, this.name);
  }

  override within<T>(use: (path: string) => T): T {
    return this.outer.within((path) => throughDescriptor(join(path, this.name), this.path, use));
  }
}
