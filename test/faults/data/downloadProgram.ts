/** A program that downloads a file and prints the numbers of received bytes. Arguments: FOLDER MIRROR FILE-AS-JSON. */
import { download } from "../../../src/data/download";

const [folder, mirror, file] = process.argv.slice(2);
await download(JSON.parse(file!), folder!, [mirror!], {
  timeoutMs: 60_000,
  onProgress: ({ receivedBytes }) => console.log(receivedBytes),
});
