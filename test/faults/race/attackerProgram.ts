/**
 * A program of another user of the machine, which tries to read a client's messages to a trainer. It listens on its own
 * socket in FOLDER/NAME. A link FOLDER/link leads to FOLDER and to REAL in turns. The program prints a line for each
 * connection, with the received data. Arguments: FOLDER NAME REAL.
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

/** Changes the link without end. After each 100 changes the event loop turns once, so that the socket is served. */
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
