import assert from 'node:assert/strict';
import { isVmError } from 'vmwright';
import { onEveryTarget, sharedVm } from '../support/targets.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

/** Reads until the text was seen; gives all that was read. */
async function readUntil(stream: NodeJS.ReadableStream, text: string): Promise<string> {
  let seen = '';
  for await (const chunk of stream) {
    seen += String(chunk);
    if (seen.includes(text)) return seen;
  }
  throw new Error(`the stream ended without ${text}: ${seen}`);
}

onEveryTarget('console', (target) => {
  const vm = sharedVm(target);
  const print = (text: string) => vm().exec('sh', ['-c', `echo ${text} >/dev/console`]);

  it('waits for a console line, printed before or later', async () => {
    setTimeout(() => vm().exec('sh', ['-c', 'echo mark-$((6 * 7)) > /dev/console']), 100);
    assert.match((await vm().waitFor({ log: /mark-(\d+)/ }, { timeout: 10_000 })) ?? '', /mark-42/);
    assert.match((await vm().waitFor({ log: /mark-(\d+)/ }, { timeout: 10_000 })) ?? '', /mark-42/);
  });

  it('keeps the newest bytes that were asked for', async () => {
    await print('the-last-word');
    const tail = await vm().consoleLog(2000);
    assert.ok(tail.length <= 2000);
    assert.match(tail, /the-last-word\r?\n/);
    assert.match(await vm().consoleLog(), /Linux version/);
  });

  it('is followed from its first line on, as it comes', async () => {
    const following = readUntil(await vm().followConsole(), 'news-42');
    await print('news-$((6 * 7))');
    assert.match(await following, /Linux version[\s\S]*news-42/);
  });

  it('carries what is typed into the guest and back', async () => {
    const console = await vm().console();
    try {
      const typed = vm().exec('sh', ['-c', 'read -r line </dev/console; echo "got $line" >/dev/console']);
      console.write('a word\n');
      assert.match(await readUntil(console, 'got a word'), /got a word/);
      assert.equal((await typed).exitCode, 0);
    } finally {
      console.destroy();
    }
  });

  it('gives one program at a time its console', async () => {
    const console = await vm().console();
    await assert.rejects(vm().console(), withCode('VM_BUSY'));
    console.destroy();
  });

  it('is free again for the next one', async () => {
    const open = async () => {
      for (;;) {
        try {
          return await vm().console();
        } catch (error) {
          if (!withCode('VM_BUSY')(error)) throw error; // the one before is still being closed
        }
      }
    };
    (await open()).destroy();
  });
});
