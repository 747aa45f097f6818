/**
 * A VM that outlives the program that made it. Another program, or a later run, finds it by its name.
 *
 *     npm run example -- detached
 */
import { connect, createVm } from 'vmwright';

const name = `detached-example-${process.pid}`;

const created = await createVm({ name, image: 'base', detached: true, labels: { purpose: 'example' } });
await created.writeFile('/tmp/visit', '1\n');
await created.detach(); // let go of it; `vmwright ls` shows it, and `vmwright exec NAME` runs commands in it

// From here on it could be another process on this machine.
await using host = await connect();
const listed = (await host.listVms()).filter((vm) => vm.labels.purpose === 'example' && vm.name === name);
console.log(`listed: ${listed.map((vm) => vm.image).join(', ')}, detached: ${listed[0]?.detached}`);

const again = await host.getVm(name);
try {
  await again.writeFile('/tmp/visit', '2\n', { append: true });
  const visits = await again.readFile('/tmp/visit', { encoding: 'utf8' });
  console.log(`the guest remembers ${visits.trim().split('\n').length} visits`);
} finally {
  await again.destroy(); // `await using` would only let go of it
}

const left = (await host.listVms()).filter((vm) => vm.name === name);
console.log(`after destroy: ${left.length} left`);
