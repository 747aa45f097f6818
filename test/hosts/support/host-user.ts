import { randomBytes } from 'node:crypto';
import { type RealHost, runOnHost } from './real-host.js';

const ADD = `set -e
useradd --create-home --shell /bin/sh "$1"
usermod --password '*' "$1"
if [ -n "$2" ]; then usermod --append --groups "$2" "$1"; fi
home=$(getent passwd "$1" | cut -d : -f 6)
install -d -m 700 -o "$1" -g "$1" "$home/.ssh"
install -m 600 -o "$1" -g "$1" "$HOME/.ssh/authorized_keys" "$home/.ssh/authorized_keys"`;

/**
 * Prints processes and files of the user besides an empty home, then removes it with all that it has. libvirt's daemons of
 * the user, which libvirt itself starts when it is asked there, end when nobody asked for two minutes.
 */
const REMOVE = `uid=$(id -u "$1") home=$(getent passwd "$1" | cut -d : -f 6)
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  left=$(ps -u "$uid" -o pid=,args= | grep -v -e 'systemd --user' -e '(sd-pam)' -e 'sshd: ' -e 'libvirtd --timeout=120' -e 'virtlogd --timeout=120' | cut -c -120)
  if [ -z "$left" ]; then break; fi
  sleep 1
done
echo "$left"
find /run/user/"$uid"/vmwright /tmp "$home/.local/state/vmwright" "$home/.cache/vmwright" -user "$1" \\
  ! -name vmwright ! -name names ! -path '*/names/.lock' ! -path '*/files' ! -path '*/files/*' 2>/dev/null
loginctl terminate-user "$1" 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do if [ -z "$(ps -u "$uid" -o pid=)" ]; then break; fi; sleep 1; done
kill -KILL $(ps -u "$uid" -o pid=) 2>/dev/null
userdel --remove "$1" 2>/dev/null
find /tmp /var/tmp /dev/shm -user "$uid" 2>/dev/null
exit 0`;

/** A user of a host that exists for a test. */
export class HostUser {
  readonly name = `vmwright-${randomBytes(4).toString('hex')}`;
  readonly host: RealHost;
  readonly #root: RealHost;

  private constructor(root: RealHost) {
    this.#root = root;
    const url = `ssh://${this.name}@${root.address}:${root.port}`;
    this.host = { ...root, url, user: this.name };
  }

  /** With the keys of the user of the host's URL, who has to be root. */
  static async add(root: RealHost, group = ''): Promise<HostUser> {
    const user = new HostUser(root);
    await runOnHost(root, ADD, user.name, group);
    return user;
  }

  /** Gives what was left of the user. */
  async remove(): Promise<string[]> {
    const left = await runOnHost(this.#root, REMOVE, this.name);
    return left.split('\n').filter((line) => line.trim() !== '');
  }
}
