import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connect, ConnectCloseReason, type StoragePool, type StorageVol } from 'vmwright/libvirt';
import { requireLibvirtd, SessionDaemon } from './support/libvirt-daemon.js';
import { openNodeXml, requireLibvirt } from './support/libvirt-node.js';

const SIZE = 6 * 2 ** 20 + 123;

describe('libvirt binding: streams of a driver in this process', () => {
  before(function () {
    requireLibvirt(this);
  });

  it('a screenshot', async () => {
    await using connect = await Connect.open('test:///default');
    const [domain] = await connect.listAllDomains();
    const stream = connect.streamNew();
    assert.equal(await domain?.screenshot(stream, 0), 'image/png');
    const image = await Readable.from(stream).reduce(
      (all: Buffer, part: Buffer) => Buffer.concat([all, part]),
      Buffer.alloc(0),
    );
    assert.deepEqual([...image.subarray(1, 4)], [...Buffer.from('PNG')]);
  });

  it('one that nobody connected is destroyed', async () => {
    await using connect = await Connect.open('test:///default');
    const stream = connect.streamNew();
    const closed = once(stream, 'close');
    stream.destroy();
    await closed;
    const second = connect.streamNew();
    second.resume();
    const [error] = await once(second, 'error');
    assert.equal(error.code, 'LIBVIRT_ERROR');
  });
});

/** Writes of a MiB that a stream takes before the server does. */
const MOST_UNDER_WAY = 4;

describe('libvirt binding: a server', function () {
  this.timeout(60_000);
  let daemon: SessionDaemon;
  let connect: Connect;
  let pool: StoragePool;
  before(async function () {
    requireLibvirtd(this);
    daemon = await SessionDaemon.start();
    connect = await Connect.open(daemon.uri);
    const path = join(daemon.folder, 'pool');
    pool = await connect.storagePoolCreateXML(
      `<pool type='dir'><name>p</name><target><path>${path}</path></target></pool>`,
    );
  });
  after(async () => {
    await connect?.close();
    await daemon?.[Symbol.asyncDispose]();
  });

  async function volume(name: string, size: number): Promise<StorageVol> {
    return pool.storageVolCreateXML(
      `<volume><name>${name}</name><capacity unit='bytes'>${size}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>`,
    );
  }

  it('answers calls and keeps the connection alive', async () => {
    assert.equal(await connect.getType(), 'QEMU');
    assert.equal(await connect.setKeepAlive(1, 2), 0);
    await sleep(2500); // longer than it takes to be declared dead, were nobody to answer
    assert.equal(await connect.isAlive(), true);
  });

  it('gives the figures of more CPUs than fit into one call', async () => {
    const file = join(daemon.folder, 'node.xml');
    writeFileSync(file, openNodeXml(1).replace('<cores>4</cores>', '<cores>300</cores>'), { mode: 0o644 });
    await using many = await Connect.open(
      daemon.uri.replace(/^qemu\+unix:\/\/\/session/, `test+unix://${file}`),
    );
    const domain = await many.domainLookupByName('node-0');
    const all = await domain.getCPUStats(0, 0);
    assert.equal(all.length, 300);
    const each = [0, 127, 128, 129, 299];
    const alone = await Promise.all(each.map(async (cpu) => (await domain.getCPUStats(cpu, 1))[0]));
    assert.deepEqual(
      each.map((cpu) => all[cpu]),
      alone,
    );
    assert.deepEqual(await domain.getCPUStats(100, 150), all.slice(100, 250));
    assert.deepEqual(await domain.getCPUStats(290, 500), all.slice(290));
    assert.equal((await domain.getCPUStats(-1, 0)).length, 1);
  });

  it('takes and gives the content of a volume, as virsh does', async () => {
    const data = randomBytes(SIZE);
    const vol = await volume('content', SIZE);
    const up = connect.streamNew();
    await vol.upload(up, 0, SIZE);
    await pipeline(Readable.from([data.subarray(0, 5), data.subarray(5)]), up);
    assert.ok(readFileSync(await vol.getPath()).equals(data));
    const file = join(daemon.folder, 'by-virsh');
    execFileSync('virsh', ['-q', '-c', daemon.uri, 'vol-download', '--pool', 'p', 'content', file]);
    const down = connect.streamNew();
    await vol.download(down, 0, 0);
    const parts: Buffer[] = [];
    for await (const part of down) parts.push(part as Buffer);
    assert.ok(Buffer.concat(parts).equals(readFileSync(file)));
  });

  it('takes many small writes, and large ones between them, in their order', async () => {
    const data = randomBytes(SIZE);
    const vol = await volume('pieces', SIZE);
    const up = connect.streamNew();
    await vol.upload(up, 0, SIZE);
    const sizes = [1, 700_000, 13, 262_120, 4096, 262_121, 65_536, 2 * 2 ** 20];
    for (let start = 0, i = 0; start < SIZE; i++) {
      const end = start + (sizes[i % sizes.length] ?? 1);
      up.write(data.subarray(start, end));
      start = end;
    }
    up.end();
    await once(up, 'close');
    assert.ok(readFileSync(await vol.getPath()).equals(data));
  });

  it('that stands still makes writers wait; one that gives up has all its writes ended', async () => {
    const vol = await volume('stopped', 32 * 2 ** 20);
    await using other = await Connect.open(daemon.uri);
    const up = other.streamNew();
    const target = await other.storageVolLookupByPath(await vol.getPath());
    await target.upload(up, 0, 0);
    daemon.signal('SIGSTOP');
    let ended = 0;
    const results = Array.from({ length: 16 }, () =>
      new Promise<void>((resolve, reject) =>
        up.write(Buffer.alloc(2 ** 20), (error) => (error ? reject(error) : resolve())),
      ).finally(() => ended++),
    );
    const all = Promise.allSettled(results);
    await sleep(200);
    const underWay = ended;
    const waits = up.writableNeedDrain;
    up.destroy();
    daemon.signal('SIGCONT');
    const outcomes = await all;
    assert.ok(underWay <= MOST_UNDER_WAY, `${underWay} writes were taken`);
    assert.equal(waits, true);
    const given = outcomes.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(given <= MOST_UNDER_WAY, `${given} writes were done`);
    await once(up, 'close');
    assert.equal(await other.isAlive(), true);
  });

  it('gives a sparse volume with its holes, and takes one', async () => {
    const vol = await volume('sparse', 8 * 2 ** 20);
    const path = await vol.getPath();
    const up = connect.streamNew();
    await vol.upload(up, 0, 0, 'SPARSE_STREAM');
    await new Promise<void>((resolve, reject) =>
      up.write(Buffer.alloc(2 ** 20, 1), (error) => (error ? reject(error) : resolve())),
    );
    await up.sendHole(6 * 2 ** 20);
    await new Promise<void>((resolve, reject) =>
      up.write(Buffer.alloc(2 ** 20, 2), (error) => (error ? reject(error) : resolve())),
    );
    const closed = once(up, 'close');
    up.end();
    await assert.rejects(up.sendHole(4096), { code: 'VM_STATE' });
    await closed;
    await assert.rejects(up.sendHole(4096), { code: 'VM_STATE' });
    assert.equal(readFileSync(path)[7 * 2 ** 20], 2);
    const down = connect.streamNew();
    await vol.download(down, 0, 0, 'SPARSE_STREAM');
    let holes = 0n;
    let bytes = 0;
    for await (const part of down.readSparse()) {
      if ('hole' in part) holes += part.hole;
      else bytes += part.length;
    }
    assert.deepEqual([holes, bytes], [BigInt(6 * 2 ** 20), 2 * 2 ** 20]);
  });

  it('holds back a writer that is faster than it, and a stream for a reader that is slow', async () => {
    const vol = await volume('slow', SIZE);
    writeFileSync(await vol.getPath(), randomBytes(SIZE));
    const down = connect.streamNew();
    await vol.download(down, 0, 0);
    let total = 0;
    for await (const part of down) {
      total += (part as Buffer).length;
      assert.ok(down.readableLength <= 2 * down.readableHighWaterMark);
      if (total < 2 ** 20) await sleep(5);
    }
    assert.equal(total, SIZE);
  });

  it('an aborted download leaves the connection usable', async () => {
    const vol = await volume('aborted', SIZE);
    writeFileSync(await vol.getPath(), randomBytes(SIZE));
    const down = connect.streamNew();
    await vol.download(down, 0, 0);
    for await (const _ of down) break;
    assert.equal(await connect.isAlive(), true);
  });

  it('errors of a stream say what the server said', async () => {
    const vol = await volume('small', 4096);
    const up = connect.streamNew();
    await vol.upload(up, 0, 4096);
    const failed = pipeline(Readable.from([Buffer.alloc(2 ** 21)]), up);
    await assert.rejects(failed, { code: 'LIBVIRT_ERROR' });
  });

  it('that is lost ends calls and event loops, and tells close listeners', async () => {
    await using second = await SessionDaemon.start();
    const lost = await Connect.open(second.uri);
    const reasons: number[] = [];
    await lost.on('close', ({ reason }) => reasons.push(reason));
    const events = await lost.events('domain:lifecycle');
    second.signal('SIGSTOP');
    const pending = lost.getCapabilities();
    await sleep(50);
    second.signal('SIGKILL');
    await assert.rejects(pending, { code: 'LIBVIRT_ERROR' });
    for await (const _ of events) assert.fail('there was no event');
    assert.deepEqual(reasons, [ConnectCloseReason.EOF]);
    assert.equal(await lost.isAlive(), false);
    await assert.rejects(lost.getHostname(), { code: 'LIBVIRT_ERROR' });
    await lost.close();
  });

  it('that is lost ends streams that wait for it, and those that are used later', async () => {
    await using second = await SessionDaemon.start();
    const path = join(second.folder, 'pool', 'big');
    writeFileSync(path, Buffer.alloc(64 * 2 ** 20));
    chmodSync(path, 0o666); // the daemon is another user
    const lost = await Connect.open(second.uri);
    await lost.storagePoolCreateXML(
      `<pool type='dir'><name>p</name><target><path>${join(second.folder, 'pool')}</path></target></pool>`,
    );
    const big = await lost.storageVolLookupByPath(path);
    const download = async (flags: 0 | 'SPARSE_STREAM' = 0) => {
      const stream = lost.streamNew();
      await big.download(stream, 0, 0, flags);
      return stream;
    };
    const reader = await download();
    const sparse = await download('SPARSE_STREAM');
    const idle = await download();
    const writer = lost.streamNew();
    await big.upload(writer, 0, 0);
    second.signal('SIGSTOP');
    const read = pipeline(reader, async (parts) => {
      for await (const _ of parts);
    });
    const readHoles = (async () => {
      for await (const _ of sparse.readSparse());
    })();
    sparse.on('error', () => {});
    const written = new Promise<void>((resolve, reject) => {
      writer.on('error', reject);
      for (let i = 0; i < 32; i++) writer.write(Buffer.alloc(2 ** 20));
      writer.once('drain', resolve);
    });
    const ends = Promise.allSettled([read, readHoles, written]);
    await sleep(300); // until all of them wait
    second.signal('SIGKILL');
    const codes = (await ends).map((each) => (each.status === 'rejected' ? each.reason.code : each.status));
    assert.deepEqual(codes, ['HOST_LOST', 'HOST_LOST', 'HOST_LOST']);
    assert.equal(idle.destroyed, false); // nobody uses it, so nobody listens to its errors
    idle.resume();
    const [error] = await once(idle, 'error');
    assert.equal(error.code, 'HOST_LOST');
    assert.match(error.message, /the server ended it/);
    const late = lost.streamNew().resume();
    assert.equal((await once(late, 'error'))[0].code, 'HOST_LOST');
    await lost.close();
  });

  it('that answers slowly keeps no other thread of Node waiting', async () => {
    const slow = await Connect.open(daemon.uri);
    daemon.signal('SIGSTOP');
    const calls = Array.from({ length: 100 }, () => slow.getHostname());
    const file = readFileSync(import.meta.filename ?? new URL(import.meta.url).pathname);
    assert.ok(file.length > 0);
    await sleep(20);
    daemon.signal('SIGCONT');
    assert.equal(new Set(await Promise.all(calls)).size, 1);
    await slow.close();
  });
});
