/**
 * Another user of the machine, who tries to read a client's messages to a trainer: FOLDER NAME REAL. It listens on
 * its own socket in FOLDER/NAME, below a link FOLDER/link that leads to FOLDER and to REAL in turns, and prints a
 * line for each connection, with the received data.
 */
import { chmodSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const [folder, name, real] = process.argv.slice(2) as [string, string, string];

const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.setTimeout(200, () => socket.destroy());
  console.log("connected");
  socket.on("data", (data) => {
    console.log(`received ${data.toString().replaceAll(/\s+/g, " ")}`);
    socket.destroy();
  });
});

const own = join(folder, name);
mkdirSync(own, { mode: 0o700 });
chmodSync(own, 0o777);
server.listen(join(own, "socket"), () => {
  chmodSync(join(own, "socket"), 0o777);
  console.log("ready");
  swap();
});

/** All changes of the link within one turn of the event loop would leave no time to listen. */
function swap() {
  for (let i = 0; i < 50; i++) {
    for (const target of [real, folder]) {
      const next = join(folder, "next");
      symlinkSync(target, next);
      renameSync(next, join(folder, "link"));
    }
  }
  setImmediate(swap);
}
