// Says what a user who is not root can do with the system's libvirt; run by non-root.test.ts.
// usage: node as-user.js HOST NAME
import { connect, isVmError } from 'vmwright';

const [url = '', name = ''] = process.argv.slice(2);
await using host = await connect(url);
const report = (await host.capabilities()).engines.find(({ engine }) => engine === 'libvirt');
const refusal = await host.createVm({ image: 'base', network: 'none' }).catch((error: unknown) => error);
const { foreign } = (await host.listVms()).find((each) => each.name === name) ?? {};
const vm = await host.getVm(name);
await vm.pause();
const paused = vm.state;
await vm.destroy();
console.log(
  JSON.stringify({
    uid: process.getuid?.(),
    usable: report?.usable,
    reason: report?.reason,
    remedy: report?.remedy,
    code: isVmError(refusal) ? refusal.code : undefined,
    advice: isVmError(refusal) ? `${refusal.message} ${refusal.remedy ?? ''}` : undefined,
    foreign,
    paused,
    ended: vm.state,
  }),
);
