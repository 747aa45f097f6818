import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Connect, type StorageVol } from 'vmwright/libvirt';
import { median, report, time } from '../measure.js';

const SIZE = 256 * 2 ** 20;
const ROUNDS = 9;
/** Bytes that are read from a file at once: a packet of libvirt takes a quarter of it. */
const CHUNK = 2 ** 20;

/** The content of a volume through a Stream, and through virsh; both in turn, as a machine is not equally fast all the time. */
export async function volumes(uri: string, folder: string, poolFolder: string): Promise<void> {
  const file = join(folder, 'content');
  execFileSync('dd', ['if=/dev/urandom', `of=${file}`, 'bs=1M', `count=${SIZE >> 20}`, 'status=none']);
  await using connect = await Connect.open(uri);
  const pool = await connect.storagePoolCreateXML(
    `<pool type='dir'><name>bench</name><target><path>${poolFolder}</path></target></pool>`,
  );
  const volume = await pool.storageVolCreateXML(
    `<volume><name>v</name><capacity unit='bytes'>${SIZE}</capacity><target><format type='raw'/></target></volume>`,
  );
  const virsh = async (command: string, path: string) => {
    execFileSync('virsh', ['-q', '-c', uri, command, '--pool', 'bench', 'v', path]);
  };
  const both = async (what: string, ours: () => Promise<void>, theirs: () => Promise<void>) => {
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      times[0].push(await time(ours));
      times[1].push(await time(theirs));
    }
    const rates = times.map((all) => SIZE / 2 ** 20 / (median(all) / 1000));
    const [own = 0, peer = 1] = rates;
    report(`virsh vol-${what}`, peer, 'MiB/s');
    report(
      `${what} through a Stream`,
      own,
      'MiB/s',
      `${(own / peer).toFixed(2)} x virsh; goal: at least 0.9`,
    );
  };
  await both(
    'upload',
    () => upload(connect, volume, file),
    () => virsh('vol-upload', file),
  );
  const target = join(folder, 'target');
  await both(
    'download',
    () => download(connect, volume, target),
    () => virsh('vol-download', target),
  );
}

async function upload(connect: Connect, volume: StorageVol, file: string): Promise<void> {
  const stream = connect.streamNew();
  await volume.upload(stream, 0, SIZE);
  await pipeline(createReadStream(file, { highWaterMark: CHUNK }), stream);
}

async function download(connect: Connect, volume: StorageVol, file: string): Promise<void> {
  const stream = connect.streamNew();
  await volume.download(stream, 0, SIZE);
  await pipeline(stream, createWriteStream(file));
}
