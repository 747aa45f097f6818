import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVifs, readTraffic } from '#src/native/xen/traffic.js';

const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
vif7.0:    1000      10    0    1    0     0          0         0     2000      20    0    2    0     0       0          0
vif7.1: 5 1 0 0 0 0 0 0 6 1 0 0 0 0 0 0
vif7.0-emu: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0
`;

describe('traffic of domains', () => {
  it("counts from the domain's side what netback counts from the other", () => {
    const vifs = parseVifs(NET_DEV);
    assert.deepEqual([...vifs.keys()], [7]);
    assert.deepEqual(vifs.get(7)?.[0], {
      device: 0,
      receivedBytes: 2000,
      receivedPackets: 20,
      receiveDrops: 2,
      sentBytes: 1000,
      sentPackets: 10,
      sendDrops: 1,
    });
    assert.equal(vifs.get(7)?.[1]?.device, 1);
    assert.equal(vifs.get(7)?.length, 2);
  });

  it('reads disks of blkback, and passes over one that goes away', async () => {
    const root = mkdtempSync(join(tmpdir(), 'vmwright-traffic-'));
    try {
      const devices = join(root, 'sys', 'bus', 'xen-backend', 'devices');
      const disk = join(devices, 'vbd-3-51712', 'statistics');
      for (const folder of [disk, join(devices, 'vbd-3-51728'), join(devices, 'vif-3-0')]) {
        mkdirSync(folder, { recursive: true });
      }
      const numbers = { rd_req: 1, wr_req: 2, f_req: 3, rd_sect: 8, wr_sect: 16 };
      for (const [name, number] of Object.entries(numbers)) writeFileSync(join(disk, name), `${number}\n`);
      mkdirSync(join(root, 'proc', 'net'), { recursive: true });
      writeFileSync(join(root, 'proc', 'net', 'dev'), NET_DEV);
      const { vbds } = await readTraffic(join(root, 'sys'), join(root, 'proc'));
      assert.deepEqual(
        [...vbds],
        [
          [
            3,
            [
              {
                device: 51_712,
                readRequests: 1,
                writeRequests: 2,
                flushRequests: 3,
                readBytes: 4096,
                writtenBytes: 8192,
              },
            ],
          ],
        ],
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('is nothing where no backend is', async () => {
    const { vbds } = await readTraffic('/nowhere');
    assert.equal(vbds.size, 0);
  });
});
