// Writes `.br` and `.gz` beside each file that the list (one path a line) names. One process for all of them; zlib's own
// threads use the cores. A twin is written under another name first, so that a stopped build leaves no half of one.
import { readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const QUALITY_BEST = 11;
const QUALITY_QUICK = 4;
// Only modules of the quick profile are this large: nobody downloads those over a slow link.
const LARGE_BYTES = 3_000_000;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function write(name, bytes) {
  await writeFile(`${name}.part`, bytes);
  await rename(`${name}.part`, name);
}

async function pack(file) {
  const bytes = await readFile(file);
  const quality = bytes.length > LARGE_BYTES ? QUALITY_QUICK : QUALITY_BEST;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await write(`${file}.br`, await brotli(bytes, { params }));
  await write(`${file}.gz`, await zip(bytes, { level: quality === QUALITY_BEST ? 9 : 5 }));
}

const waiting = (await readFile(process.argv[2], "utf8")).split("\n").filter(Boolean);
await Promise.all(waiting.map(pack));
