import assert from 'node:assert/strict';
import { processesMentioning } from '../support/leaks.js';
import { assertNothingLeft } from '../support/root-hooks.js';
import { cli, endStarted, MAIN, shellOnTerminal } from './support/cli.js';

/** Of a root shell; busybox asks the terminal where its cursor is. */
const ASK_CURSOR = '(\x1b\\[6n)?';
const PROMPT = new RegExp(`# ${ASK_CURSOR}$`);
const PROMPT_AFTER_CTRL_C = new RegExp(`\\^C[\\s\\S]*# ${ASK_CURSOR}$`);

describe('cli on a terminal', function () {
  this.timeout(120_000);
  afterEach('leaves nothing', async () => {
    endStarted(); // of a failed test
    await assertNothingLeft();
  });

  it('run -it gives a shell on a pseudo-terminal, where Ctrl-C belongs to the guest', async () => {
    const running = shellOnTerminal('$VMWRIGHT run -it base');
    const type = (text: string) => running.child.stdin?.write(text);
    await running.saw(PROMPT);
    type('tty; echo term=$TERM; stty size\r');
    await running.saw(/\/dev\/pts\/\d+\r*\nterm=xterm\r*\n\d+ \d+/);
    // Told by a process that has the terminal: Ctrl-C between two commands of the shell's own line can be lost.
    type('sh -c \'echo aslee""p; exec sleep 600\'\r');
    await running.saw('asleep');
    type('\x03');
    await running.saw(PROMPT_AFTER_CTRL_C);
    type('echo code=$?\r');
    await running.saw('code=130');
    type('exit 9\r');
    assert.equal((await running.result).code, 9);
  });

  it('restores the terminal when it is ended by a signal', async () => {
    const command = 'run -it --name raw-terminal base';
    const running = shellOnTerminal(`stty -g; $VMWRIGHT ${command}; echo "code=$?"; stty -g`);
    await running.saw(PROMPT);
    const line = processesMentioning(`${MAIN} ${command}`).find((each) => / \S*node \S+ run/.test(each));
    process.kill(Number.parseInt(line ?? '', 10), 'SIGTERM');
    const { stdout } = await running.result;
    const settings = stdout.match(/^[0-9a-f]+(:[0-9a-f]+){10,}/gm) ?? [];
    assert.match(stdout, /^code=130\r?$/m);
    assert.equal(settings.length, 2, stdout);
    assert.equal(settings[0], settings[1]);
  });

  it('console shows what the guest prints and is left with Ctrl-]', async () => {
    const started = await cli(['run', '-d', 'base']);
    const id = started.stdout.trim();
    try {
      const running = shellOnTerminal(`$VMWRIGHT console ${id}`);
      await running.saw('Ctrl-] leaves it');
      await cli(['exec', id, '--', 'sh', '-c', 'echo spoken >/dev/console']);
      await running.saw('spoken');
      running.child.stdin?.write('\x1d');
      assert.equal((await running.result).code, 0);
    } finally {
      await cli(['rm', id]);
    }
  });
});
