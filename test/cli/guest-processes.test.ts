import assert from 'node:assert/strict';
import { parsePasswd, parseProcess } from '#src/cli/guest-processes.js';

const users = parsePasswd('root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\n\n');

describe('cli guest processes', () => {
  it('reads a process whose name has blanks and parentheses', () => {
    const stat = '123 (a (b) c) S 1 123 123 0 -1 4194304 1 0 0 0 250 50 0 0 20 0 1 0 5 2 3\n';
    const process = parseProcess(
      stat,
      'Name:\ta\nUid:\t33\t33\t33\t33\nVmRSS:\t    1024 kB\n',
      'srv\0-x\0',
      users,
    );
    assert.deepEqual(process, {
      pid: 123,
      parent: 1,
      user: 'www-data',
      state: 'S',
      cpuSeconds: 3,
      residentBytes: 2 ** 20,
      kernelThread: false,
      command: 'srv -x',
    });
  });

  it('marks kernel threads and keeps unknown uids as numbers', () => {
    const stat = '17 (kworker/0:1) I 2 0 0 0 -1 69238880 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n';
    const process = parseProcess(stat, 'Uid:\t7\t7\t7\t7\n', '', users);
    assert.equal(process?.kernelThread, true);
    assert.equal(process?.command, '[kworker/0:1]');
    assert.equal(process?.user, '7');
  });

  it('is not confused by rubbish', () => {
    assert.equal(parseProcess('', '', '', users), undefined);
    assert.equal(parseProcess('1 (x', '', '', users), undefined);
  });
});
