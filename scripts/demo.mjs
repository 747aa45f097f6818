// What vmwright does, in a quarter of a minute: boots a real Linux VM and works in it.
// usage: npm run demo
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, connect, createVm, isVmError, listImages } from 'vmwright';

const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
const bold = (text) => (color ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (text) => (color ? `\x1b[2m${text}\x1b[0m` : text);
const elapsed = (since) => {
  const ms = performance.now() - since;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
};
const indent = (text) => text.trim().replace(/^/gm, '    ');

/** Runs one step, and prints what it is, how long it took and what it gave. */
async function step(title, work) {
  const start = performance.now();
  const result = await work();
  console.log(`${bold(title)} ${dim(`(${elapsed(start)})`)}`);
  if (typeof result === 'string') console.log(indent(result));
}

/** One live line for the steps of an image build on a terminal, one plain line each elsewhere. */
function showProgress({ message, completed, total, done }) {
  const share = completed !== undefined && total ? ` ${Math.floor((100 * completed) / total)}%` : '';
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${done ? '' : `  ${message}${share}`}`);
  else if (completed === undefined && !done) process.stderr.write(`  ${message}\n`);
}

async function prepareImage(signal) {
  const base = (await listImages()).find((image) => image.name === 'base');
  if (base?.built) return `already built, kernel ${base.kernel}`;
  const { kernel, bytes } = await buildImage('base', { signal, onProgress: showProgress });
  return `kernel ${kernel} and busybox, ${(bytes / 2 ** 20).toFixed(0)} MiB in the cache`;
}

async function explainChoice(signal) {
  const host = await connect();
  const { choice, cpus, memory } = await host.capabilities({ signal });
  const facts = `${cpus} CPUs, ${(memory / 2 ** 30).toFixed(0)} GiB`;
  if (choice === undefined) return `${facts}; nothing here can run a VM: see \`npx vmwright doctor\``;
  const passedOver = choice.passedOver.filter((line) => !line.includes('this version of vmwright has no'));
  const lines = [`${facts}; best: ${choice.engine} on ${choice.hypervisor}`];
  return [...lines, ...passedOver.map((line) => `passed over ${line}`)].join('\n');
}

async function copyThere(vm, folder) {
  const local = join(folder, 'numbers');
  const text = Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join('');
  writeFileSync(local, text);
  const { bytes } = await vm.copyIn(local, '/tmp/numbers');
  const sum = await vm.exec('sh', ['-c', 'sort -rn /tmp/numbers > /tmp/sorted && sha256sum /tmp/sorted'], {
    check: true,
  });
  await vm.copyOut('/tmp/sorted', join(folder, 'sorted'));
  return `${bytes} bytes in, sorted by the guest, and back: ${sum.stdout.slice(0, 16)}...`;
}

async function serve(vm) {
  await vm.writeFile('/tmp/index.html', 'Hello from a web server inside the VM.\n');
  await vm.spawn('busybox', ['httpd', '-f', '-p', '8080', '-h', '/tmp']);
  await vm.waitFor({ port: 8080 }, { timeout: 10_000 });
  const { port } = await vm.forward({ guestPort: 8080 });
  const url = `http://127.0.0.1:${port}/`;
  return `GET ${url}: ${(await (await fetch(url)).text()).trim()}`;
}

async function demo(signal) {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-demo-'));
  let vm;
  try {
    await step('looking at this machine', () => explainChoice(signal));
    await step("image 'base'", () => prepareImage(signal));
    await step('booting a VM', async () => {
      vm = await createVm({
        image: 'base',
        memory: '256MiB',
        network: 'none',
        signal,
        onProgress: showProgress,
      });
      return `${vm.name} on ${vm.engine} (${vm.hypervisor}), and it answers`;
    });
    await step('uname -a', async () => (await vm.exec('uname', ['-a'], { signal })).stdout);
    await step('/proc/meminfo', async () =>
      (await vm.readFile('/proc/meminfo', { encoding: 'utf8' })).split('\n').slice(0, 2).join('\n'),
    );
    await step('copying files', () => copyThere(vm, folder));
    await step('a web server, although the VM has no network', () => serve(vm));
    await step('destroying it: no process, no file is left', () => vm.destroy());
  } finally {
    await vm?.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

const start = performance.now();
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());
try {
  await demo(stop.signal);
  console.log(`\n${bold(`done in ${elapsed(start)}`)}. Next:
    npx vmwright run -it base            a shell in a VM of your own
    npx vmwright run debian:12 -- cat /etc/os-release
    npx vmwright doctor                  what this machine can run, and why not
    npm run example                      programs to start from; docs/getting-started.md explains`);
} catch (error) {
  if (!isVmError(error)) throw error;
  console.error(`demo: ${error.message}\n  what to do: ${error.remedy}`);
  if (error.consoleTail) console.error(indent(error.consoleTail));
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
