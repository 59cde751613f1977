// Turns a gallery page into plain HTML: {{English||中文}} takes one side, {icon:x} and {photo:n} are written out, {> name} includes _name.html.
import { readFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const read = name => readFileSync(new URL(`${name}.html`, here), 'utf8');

export function render(name, language) {
  const include = text => text.replace(/\{> ([\w-]+)\}/g, (_, part) => include(read(`_${part}`)));
  return include(read(name))
    .replace(/\{\{([^]*?)\|\|([^]*?)\}\}/g, (_, en, zh) => (language === 'zh' ? zh : en))
    .replace(/\{icon:(\w+)\}/g, '<svg class="icon" aria-hidden="true"><use href="/icons.svg#$1"/></svg>')
    .replace(/\{money:([\d,]+)(\.\d\d)\}/g, (_, yuan, fen) => (language === 'zh' ? `¥${yuan}<small>${fen}</small>` : `<small>CN¥</small>${yuan}<small>${fen}</small>`));
}
