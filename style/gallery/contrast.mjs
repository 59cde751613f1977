// Contrast of every pair that the components use, in both schemes, from theme.css itself. node style/gallery/contrast.mjs
// Text, placeholders and disabled words need 4.5; edges of controls and the focus ring need 3. Fails when one is under.
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../theme.css', import.meta.url), 'utf8');
const tokens = block => Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, value]) => [name, value]));
const blocks = css.split(/(?=:root)/).slice(1);
const light = tokens(blocks[0]);
const schemes = { light, dark: { ...light, ...tokens(blocks[1]) }, 'data-theme=dark': { ...light, ...tokens(blocks[2]) } };

const channels = hex => (hex.length === 4 ? [...hex.slice(1)].map(c => c + c) : hex.slice(1).match(/../g)).map(pair => parseInt(pair, 16) / 255);
const luminance = hex => {
  const [r, g, b] = channels(hex).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

const grounds = ['paper', 'card', 'sunk'];
const pairs = [
  ...['ink', 'ink-2', 'ink-3', 'chili', 'bamboo', 'amber', 'indigo'].flatMap(text => grounds.map(ground => [text, ground, 4.5])),
  ...['chili', 'bamboo', 'amber', 'indigo'].flatMap(tone => [[tone, `${tone}-soft`, 4.5], ['ink', `${tone}-soft`, 4.5], ['ink-2', `${tone}-soft`, 4.5], ['indigo', `${tone}-soft`, 4.5]]),
  ['on-chili', 'chili', 4.5],
  ['on-chili', 'chili-deep', 4.5],
  ['card', 'bamboo', 3],
  ...grounds.flatMap(ground => [['edge', ground, 3], ['indigo', ground, 3]]),
];
for (const [scheme, token] of Object.entries(schemes)) {
  let lowest = Infinity;
  for (const [text, ground, least] of pairs) {
    const value = contrast(token[text], token[ground]);
    lowest = Math.min(lowest, value / least);
    if (value < least) {
      console.log(`${scheme}: ${text} on ${ground} is ${value.toFixed(2)}, needs ${least}`);
      process.exitCode = 1;
    }
  }
  console.log(`${scheme}: ${pairs.length} pairs, the tightest has ${(lowest * 100 - 100).toFixed(0)} % to spare`);
}
