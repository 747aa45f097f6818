// Runs one compiled example, or lists them.
// usage: npm run example -- NAME
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The first sentence of an example's header comment. */
function summary(name) {
  const text = readFileSync(join(ROOT, 'examples', `${name}.ts`), 'utf8');
  const comment = /^\/\*\*\n([\s\S]*?)\n \*\n/.exec(text)?.[1] ?? '';
  return comment
    .replace(/^ \* /gm, '')
    .replace(/\s+/g, ' ')
    .split(/(?<=[.])\s/)[0];
}

const [name] = process.argv.slice(2);
const names = readdirSync(join(ROOT, 'examples'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
if (name === undefined || !names.includes(name)) {
  const lines = names.map((each) => `  ${each.padEnd(15)} ${summary(each)}`);
  console.error(`usage: npm run example -- NAME\n${lines.join('\n')}`);
  process.exit(2);
}
const compiled = join(ROOT, 'build', 'js', 'examples', `${name}.js`);
if (!existsSync(compiled)) throw new Error(`${compiled} is missing: run \`npm run build:test\``);
await import(pathToFileURL(compiled).href);
