import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";

/** The user's home folder, as an absolute path. A value of the variable HOME that is not absolute is ignored. */
export function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}
