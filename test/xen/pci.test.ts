import assert from 'node:assert/strict';
import { isVmError, type VmErrorCode } from 'vmwright';
import { skipBecause } from '../support/skip.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

const NOT_THERE = '0000:7f:1f.7';

onXen('PCI devices', ({ create, onHost }) => {
  const refused = (code: VmErrorCode, message: RegExp) => (error: unknown) => {
    assert.ok(isVmError(error) && error.code === code, String(error));
    assert.match(error.message, message);
    return true;
  };
  const first = () => onHost('ls /sys/bus/pci/devices | head -n 1');

  it('that are not there, or belong to dom0, are refused before anything starts', async function () {
    this.timeout(limit(1));
    await assert.rejects(
      create({ machine: 'pv', pci: [NOT_THERE] }),
      refused('ENGINE_FAILED', /the host has no PCI device 0000:7f:1f\.7/),
    );
    await assert.rejects(
      create({ machine: 'pv', pci: [await first()] }),
      refused('ENGINE_FAILED', /belongs to dom0; give it up with/),
    );
    await assert.rejects(
      create({ machine: 'pvh', pci: [NOT_THERE] }),
      refused('VM_UNSUPPORTED', /type pvh gets no PCI devices/),
    );
  });

  it('that are added to a running guest are refused for the same reasons, and it goes on', async function () {
    this.timeout(limit(1));
    await using vm = await create({ machine: 'pv' });
    await assert.rejects(vm.devices.addPci(NOT_THERE), refused('ENGINE_FAILED', /no PCI device/));
    await assert.rejects(vm.devices.addPci(await first()), refused('ENGINE_FAILED', /belongs to dom0/));
    assert.equal(await inGuest(vm, 'echo on'), 'on');
  });

  it('that may be assigned need an IOMMU', async function () {
    this.timeout(limit(1));
    // A controller that a server does without: USB.
    const usb = await onHost(
      'for each in /sys/bus/pci/devices/*; do case $(cat "$each/class") in 0x0c03*) basename "$each" ;; esac; done | head -n 1',
    );
    if (usb === '') skipBecause(this, 'the host has no PCI device to spare');
    if ((await onHost('xl info | grep -c directio || true')) !== '0')
      skipBecause(this, 'the host has an IOMMU');
    // Where there is no IOMMU both commands do their work, then fail at the device's quarantine.
    await onHost(
      'modprobe xen-pciback; xl pci-assignable-add "$1" || xl pci-assignable-list | grep -qF "$1"',
      usb,
    );
    try {
      await assert.rejects(create({ machine: 'pv', pci: [usb] }), refused('VM_UNSUPPORTED', /no IOMMU/));
    } finally {
      await onHost(
        'xl pci-assignable-remove -r "$1" || for each in unbind remove_slot; do echo "$1" >/sys/bus/pci/drivers/pciback/$each; done',
        usb,
      );
    }
  });
});
