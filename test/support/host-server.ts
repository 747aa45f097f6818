import { randomInt } from 'node:crypto';
import { onTargetHost } from './target-host.js';
import type { Target } from './targets.js';

/** Serves on a port of all addresses; ends by itself when a test that is killed leaves it. Prints its pid, folder, digest. */
const SERVE = `folder=$(mktemp -d /tmp/vmwright-page.XXXXXX)
echo "$2" >"$folder/index.html"
dd if=/dev/urandom of="$folder/large" bs=1M count=8 2>/dev/null
setsid timeout 900 busybox httpd -f -p "$1" -h "$folder" >/dev/null 2>&1 </dev/null &
echo "$! $folder $(sha256sum <"$folder/large")"`;

/** A web server on the host of a target. */
export interface HostServer {
  readonly port: number;
  readonly page: string;
  /** Of the page `/large`, 8 MiB. */
  readonly largeSha256: string;
  stop(): Promise<void>;
}

export async function serveOnHost(target: Target): Promise<HostServer> {
  const port = randomInt(30_000, 32_000);
  const page = `served by the host on ${port}`;
  const told = await onTargetHost(target, SERVE, String(port), page);
  const [pid = '', folder = '', largeSha256 = ''] = told.trim().split(/ +/);
  const stop = async () => {
    await onTargetHost(target, 'kill "$1"; rm -rf "$2"', pid, folder);
  };
  return { port, page, largeSha256, stop };
}
