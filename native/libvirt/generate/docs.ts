/** Text of libvirt's description as lines of a TSDoc comment. */
export function docLines(text: string): string[] {
  const lines = text
    .replaceAll('*/', '* /')
    .replace(/@(\w+)/g, '`$1`')
    .replace(/[{}<>]/g, (sign) => `\\${sign}`)
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** One line of it. */
export const docLine = (text: string): string => docLines(text.replace(/\s+/g, ' ').trim()).join(' ');

/** A comment in front of a declaration. */
export function comment(lines: readonly string[], indent: string): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
