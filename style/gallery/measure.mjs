// What the sheets cost on the wire: node style/gallery/measure.mjs <built sheets>. Fails when a budget is passed.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { render } from './render.mjs';

const sheets = process.argv[2] ?? 'target/sheets';
const brotli = text => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const sheet = name => readFileSync(`${sheets}/${name}.css`, 'utf8');
const budgets = [
  ['storefront sheet', brotli(sheet('storefront')), 6 * 1024],
  ['workbench sheet', brotli(sheet('workbench')), 8 * 1024],
];
for (const lang of ['en', 'zh']) {
  const page = render('product', lang).replace(/<link rel="stylesheet"[^>]*>/, `<style>${sheet('storefront')}</style>`);
  budgets.push([`product page with its sheet, ${lang}`, brotli(page), 13.2 * 1024]);
}
for (const [what, bytes, most] of budgets) {
  console.log(`${what}: ${bytes} of ${Math.floor(most)} bytes`);
  if (bytes > most) process.exitCode = 1;
}
