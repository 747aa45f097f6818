import assert from 'node:assert/strict';
import { deviceList } from '#src/xen/device-list.js';

describe('the devices of a domain', () => {
  it('are read from what libxenlight 4.17 tells, which leaves out what is 0', () => {
    const config = {
      disks: [
        { pdev_path: '/d/x.raw', vdev: 'xvda', format: 'raw', readwrite: 1 },
        { pdev_path: '', vdev: 'hdc', format: 'empty', removable: 1, is_cdrom: 1 },
      ],
      nics: [{ mac: '00:16:3E:00:00:0A', bridge: 'xenbr0' }, { mac: '00:16:3e:00:00:0b' }],
      pcidevs: [{ bus: 3, dev: 16, func: 1 }, { domain: 1 }],
      channels: [
        { name: 'a', 'connection.socket': { path: '/s' } },
        { name: 'b', 'connection.pty': {} },
      ],
    };
    assert.deepEqual(deviceList(config, [{ name: 'hvc1', path: '/a' }]), {
      disks: [
        { name: 'xvda', path: '/d/x.raw', format: 'raw', writable: true, removable: false },
        { name: 'hdc', format: 'empty', writable: false, removable: true },
      ],
      networks: [{ mac: '00:16:3e:00:00:0a', bridge: 'xenbr0' }, { mac: '00:16:3e:00:00:0b' }],
      pci: [{ address: '0000:03:10.1' }, { address: '0001:00:00.0' }],
      channels: [{ name: 'hvc1', path: '/a' }, { name: 'a', path: '/s' }, { name: 'b' }],
    });
  });

  it('may be none', () => {
    assert.deepEqual(deviceList({}), { disks: [], networks: [], pci: [], channels: [] });
  });
});
