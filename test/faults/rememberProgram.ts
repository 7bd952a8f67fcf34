/** A process that remembers data folders one by one: CACHE PREFIX COUNT. */
import { rememberLocation } from "../../src/data/dataLocations";

const [cache, prefix, count] = process.argv.slice(2);

async function remember() {
  for (let i = 0; i < Number(count); i++) await rememberLocation(cache!, `${prefix}${i}`);
}
void remember();
