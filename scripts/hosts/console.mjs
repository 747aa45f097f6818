// The consoles of the machines, which libvirt writes to files.
import { existsSync, readFileSync } from 'node:fs';
import { consoleLogOf } from './settings.mjs';

const LINES = 10;

/** The end of what a machine printed; empty when it never started. */
export function consoleTail(name) {
  const file = consoleLogOf(name);
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES);
  return `\nend of the console of ${name} (${file}):\n${lines.join('\n')}`;
}
