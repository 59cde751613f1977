// Serves the gallery: node style/gallery/serve.mjs [folder with the built sheets] → http://127.0.0.1:4100/product?lang=zh
import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { render } from './render.mjs';

const kinds = { css: 'text/css', svg: 'image/svg+xml', png: 'image/png', webmanifest: 'application/manifest+json' };
const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));

export const gallery = sheets => createServer((request, response) => {
  const url = new URL(request.url, 'http://gallery');
  const name = url.pathname.slice(1) || 'index';
  if (/^[\w-]+$/.test(name)) {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(render(name, url.searchParams.get('lang') ?? 'en'));
  }
  const file = [publicFolder, `${sheets}/`].map(folder => folder + name).find(existsSync);
  if (!file || name.includes('..')) return response.writeHead(404).end();
  response.setHeader('content-type', kinds[name.split('.').pop()] ?? 'application/octet-stream');
  response.end(readFileSync(file));
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  gallery(process.argv[2] ?? 'target/sheets').listen(4100, '127.0.0.1', () => console.log('http://127.0.0.1:4100/product'));
}
