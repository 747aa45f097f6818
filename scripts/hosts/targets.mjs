// Where the suite of VMs runs: every engine that uses the hardware of a test host.
import { ROOT, SetupError } from '../lib/step.mjs';
import { testHosts } from './inventory.mjs';

/** An emulated host on a busy machine is slow. */
const LIMIT_MS = 120_000;

/** `URL/engine:hypervisor` for each of `wanted` that a host can use, from what the hosts say of themselves. */
export async function findTargets(wanted) {
  const { connect } = await import(`${ROOT}/dist/index.js`);
  const hosts = testHosts();
  const found = await Promise.all(hosts.map((host) => targetsOf(host, wanted, connect)));
  if (found.flat().length === 0) {
    throw new SetupError(
      `no engine of ${wanted.join(', ')} can use the hardware of ${hosts.map(({ name }) => name).join(', ')}`,
    );
  }
  return found.flat();
}

async function targetsOf({ name, url, sshConfig }, wanted, connect) {
  const config = sshConfig === undefined ? {} : { configFile: sshConfig };
  const host = await connect(url, { readyTimeout: LIMIT_MS, keepAlive: LIMIT_MS, ...config });
  try {
    const { engines } = await host.capabilities({ timeout: LIMIT_MS });
    return engines.flatMap(({ engine, usable, reason, hypervisors }) => {
      const real = usable ? hypervisors.filter((each) => each !== 'emulated') : [];
      if (real.length > 0 && !wanted.includes(engine)) {
        console.log(`${name}: engine ${engine} is left out: not among --engine ${wanted.join(', ')}`);
        return [];
      }
      const says = real.length > 0 ? `runs VMs with ${real.join(', ')}` : `is left out: ${reason}`;
      console.log(`${name}: engine ${engine} ${says}`);
      return real.map((hypervisor) => `${url}/${engine}:${hypervisor}`);
    });
  } finally {
    await host.close();
  }
}
