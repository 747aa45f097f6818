import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError } from '#src/core/errors.js';
import { localFacts } from '#src/remote/local-facts.js';

describe('localFacts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-facts-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the runtime folder private', async () => {
    const path = join(folder, 'run');
    const facts = await localFacts({ VMWRIGHT_RUNTIME_DIR: path });
    assert.equal(facts.runtimeDir, path);
    assert.equal(facts.platform, process.platform);
    assert.equal(statSync(path).mode & 0o777, 0o700);
  });

  it('does not trust a runtime folder that others could have made', async () => {
    await symlink('/', join(folder, 'link'));
    await mkdir(join(folder, 'open'));
    await chmod(join(folder, 'open'), 0o777);
    for (const name of ['link', 'open']) {
      await assert.rejects(
        localFacts({ VMWRIGHT_RUNTIME_DIR: join(folder, name) }),
        (error) => isVmError(error) && error.code === 'HOST_UNSUPPORTED',
      );
    }
  });
});
