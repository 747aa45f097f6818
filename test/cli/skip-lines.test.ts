import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SkipLines } from '#src/cli/skip-lines.js';

const skip = (lines: number, chunks: string[]) =>
  text(Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(new SkipLines(lines)));

describe('cli skip lines', () => {
  it('drops lines wherever the chunks break', async () => {
    assert.equal(await skip(0, ['a\nb\n']), 'a\nb\n');
    assert.equal(await skip(2, ['a\nb', 'b\n', 'c\nd']), 'c\nd');
    assert.equal(await skip(1, ['a', 'a', '\n', 'b']), 'b');
    assert.equal(await skip(9, ['a\nb\n']), '');
  });
});
