/** A program that remembers the data folders PREFIX0, PREFIX1 … one by one. Arguments: CACHE PREFIX COUNT. */
import { rememberLocation } from "../../src/data/dataLocations";

const [cache, prefix, count] = process.argv.slice(2);

async function remember() {
  for (let i = 0; i < Number(count); i++) await rememberLocation(cache!, `${prefix}${i}`);
}
void remember();
