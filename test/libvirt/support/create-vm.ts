// Makes a VM with the system's libvirt and QEMU's guest agent, and prints what it found; run by qemu-agent-image.test.ts.
// usage: node create-vm.js KERNEL INITRD
import { createVm, domainOf } from 'vmwright';

const [kernel = '', initrd = ''] = process.argv.slice(2);
await using vm = await createVm({
  engine: 'libvirt',
  hypervisor: 'emulated',
  memory: '256MiB',
  timeout: 150_000,
  image: { kernel, initrd, agent: 'qemu' },
});
const { stdout } = await vm.exec('cat', ['/proc/sys/kernel/ostype'], { timeout: 30_000 });
await vm.writeFile('/tmp/file', 'kept');
const file = await vm.readFile('/tmp/file', { encoding: 'utf8' });
const document = await domainOf(vm).getXMLDesc();
const refused = await vm.spawn('cat').catch(({ code }) => code);
await vm.stop();
console.log(
  JSON.stringify({
    engine: vm.engine,
    stdout,
    file,
    refused,
    native: document.includes(vm.id),
    state: vm.state,
  }),
);
