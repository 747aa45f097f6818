import assert from 'node:assert/strict';
import { cli } from './support/cli.js';

describe('cli image', function () {
  this.timeout(120_000);

  it('builds what is missing and lists it with its size', async () => {
    const built = await cli(['image', 'build', 'base']);
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stdout, /^base: [\d.]+ MiB, kernel \d/);
    const { stdout } = await cli(['image', 'ls']);
    assert.match(stdout, /^NAME +STATE +AGE +SIZE +KERNEL\n/);
    assert.match(stdout, /^base +built +\d+[smhd] +[\d.]+ MiB +\d/m);
    assert.ok((await cli(['image', 'ls', '-q'])).stdout.split('\n').includes('base'));
  });

  it('lists as JSON', async () => {
    const images = JSON.parse((await cli(['--json', 'image', 'ls'])).stdout) as {
      name: string;
      built: boolean;
      bytes: number;
    }[];
    const base = images.find((image) => image.name === 'base');
    assert.equal(base?.built, true);
    assert.ok((base?.bytes ?? 0) > 2 ** 20);
  });

  it('names the images there are when one is misspelled', async () => {
    for (const action of ['build', 'rm']) {
      const { code, stderr } = await cli(['image', action, 'bsae']);
      assert.equal(code, 125);
      assert.match(stderr, /'bsae'[\s\S]*what to do: .*base/, action);
    }
  });
});
