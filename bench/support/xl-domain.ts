import type { OpenSsh } from './open-ssh.js';

/** What the guest's first program prints. */
const MARK = 'userspace-reached';

/** The part of libxl_domain_config that `xl`'s own format can say, too. */
interface Domain {
  readonly c_info: { readonly type: string };
  readonly b_info: {
    readonly max_vcpus: number;
    readonly max_memkb: number;
    readonly kernel: string;
    readonly ramdisk: string;
    readonly cmdline: string;
    readonly tsc_mode?: string;
  };
}

/** What is read of the toolstack's configuration. */
interface Config {
  readonly domain: string;
  /** Sockets of the agent's channels; those of `xl` are served by a device model. */
  readonly agents: readonly string[];
}

/** The same domain as one of ours, as a file for `xl`: kernel, initramfs, memory, CPUs and channels. */
export interface XlDomain {
  /** Path of the file on the host. */
  readonly file: string;
  readonly name: string;
  /** Path of vmwright-toolstack there. */
  readonly program: string;
}

/** Writes the file from what a running VM of the library was made of. Its guest starts busybox's `echo` and no agent. */
export async function likeOurs(ssh: OpenSsh, id: string, type: string): Promise<XlDomain> {
  const config = JSON.parse(await ssh.run(`cat /run/vmwright/${id}/config.json`)) as Config;
  const { b_info: build } = JSON.parse(config.domain) as Domain;
  const name = `vmwright-bench-${type}`;
  const sockets = config.agents.map(
    (_, index) => `'connection=socket,path=/run/${name}.${index},name=agent.${index}'`,
  );
  const lines = [
    `name='${name}'`,
    `type='${type}'`,
    `vcpus=${build.max_vcpus}`,
    `memory=${build.max_memkb / 1024}`,
    `kernel='${build.kernel}'`,
    `ramdisk='${build.ramdisk}'`,
    `tsc_mode='${build.tsc_mode ?? 'default'}'`,
    `cmdline='${build.cmdline.replace(/ vmwright\.agent=\S+/, '')} rdinit=/bin/busybox -- echo ${MARK}'`,
    `channel=[${sockets.join(',')}]`,
    "on_crash='destroy'",
  ];
  const file = `/var/tmp/${name}.cfg`;
  const text = Buffer.from(`${lines.join('\n')}\n`).toString('base64');
  await ssh.run(`echo ${text} | base64 -d >${file}`);
  const program = (await ssh.run(`readlink /proc/$(cat /run/vmwright/${id}/pid)/exe`)).trim();
  return { file, name, program };
}

/** From `xl create -c` to the line that the guest's first program prints, read on the host; then the domain is removed. */
export async function bootByXl(ssh: OpenSsh, { file, name }: XlDomain): Promise<number> {
  const start = performance.now();
  // `xl` shows the console on a terminal only.
  const line = await ssh.run(
    `script -qfc 'xl create -c ${file}' /dev/null </dev/null | grep -a -m 1 -o '${MARK}'`,
  );
  const took = performance.now() - start;
  if (!line.startsWith(MARK)) throw new Error('the guest never reached userspace');
  await ssh.run(`xl destroy ${name} 2>/dev/null; while xl domid ${name} >/dev/null 2>&1; do sleep 0.1; done`);
  return took;
}
