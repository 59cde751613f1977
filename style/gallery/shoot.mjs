// Pictures of every gallery page: 360×740 and 1280×800, light and dark, English and 中文; says which page scrolls sideways or has
// a target under 44 px on a phone. node style/gallery/shoot.mjs <built sheets> <pictures> [page …]
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gallery } from './serve.mjs';

const { chromium } = createRequire(`${process.cwd()}/`)('playwright-core');
const [sheets, pictures, ...wanted] = process.argv.slice(2);
const pages = wanted.length ? wanted : readdirSync(new URL('.', import.meta.url)).filter(n => /^[a-z].*\.html$/.test(n)).map(n => n.slice(0, -5));
mkdirSync(pictures, { recursive: true });
const server = gallery(sheets);
await new Promise(listening => server.listen(0, '127.0.0.1', listening));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const faults = () => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const widest = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.strip, .photos, .tabs, .sr')).slice(0, 3);
    found.push(`scrolls sideways: ${widest.map(e => e.outerHTML.slice(0, 80)).join(' | ')}`);
  }
  for (const e of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
    const target = e.closest('label, .goods-card, .deeds > li') ?? e;
    const box = target.getBoundingClientRect();
    const inText = getComputedStyle(e).display === 'inline';
    if (box.width && !e.closest('.skip, .sr') && !inText && (box.height < 43.5 || box.width < 23.5)) found.push(`small target ${Math.round(box.width)}×${Math.round(box.height)}: ${e.outerHTML.slice(0, 70)}`);
  }
  return found;
};

for (const name of pages) {
  for (const [size, width, height] of [['phone', 360, 740], ['desk', 1280, 800]]) {
    for (const [scheme, lang] of [['light', 'en'], ['dark', 'zh'], ['light', 'zh'], ['dark', 'en']]) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, hasTouch: size === 'phone', isMobile: size === 'phone' });
      await page.goto(`${base}/${name}?lang=${lang}`);
      await page.screenshot({ path: `${pictures}/${name}-${size}-${scheme}-${lang}.png`, fullPage: true });
      if (size === 'phone' && scheme === 'light') {
        for (const fault of await page.evaluate(faults)) console.log(`${name} ${lang} 360: ${fault}`);
        await page.setViewportSize({ width: 320, height });
        for (const fault of (await page.evaluate(faults)).filter(f => f.startsWith('scrolls'))) console.log(`${name} ${lang} 320: ${fault}`);
      }
      await page.close();
    }
  }
}
await browser.close();
server.close();
