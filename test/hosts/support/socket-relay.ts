import { type RealHost, runOnHost } from './real-host.js';

/** Prints the folder of the log. A test that is killed leaves it for ten minutes at most. */
const START = `if [ -e "$1" ]; then echo "$1 is there already" >&2; exit 1; fi
folder=$(mktemp -d /tmp/vmwright-relay.XXXXXX)
setsid timeout 600 socat -d -d -lf "$folder/log" "UNIX-LISTEN:$1,fork,mode=600" "UNIX-CONNECT:$2" >/dev/null 2>&1 </dev/null &
echo $! >"$folder/pid"
for i in 1 2 3 4 5 6 7 8 9 10; do if [ -S "$1" ]; then echo "$folder"; exit; fi; sleep 0.2; done
cat "$folder/log" >&2; exit 1`;

const STOP = 'kill "$(cat "$1/pid")"; rm -rf "$1" "$2"';

/** Another socket of a host that leads to one of its daemons, and counts who comes that way. */
export class SocketRelay implements AsyncDisposable {
  readonly #host: RealHost;
  readonly #path: string;
  readonly #folder: string;

  private constructor(host: RealHost, path: string, folder: string) {
    this.#host = host;
    this.#path = path;
    this.#folder = folder;
  }

  static async start(host: RealHost, path: string, to: string): Promise<SocketRelay> {
    return new SocketRelay(host, path, (await runOnHost(host, START, path, to)).trim());
  }

  async connections(): Promise<number> {
    return Number(
      await runOnHost(this.#host, 'grep -c "accepting connection" "$1/log" || true', this.#folder),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runOnHost(this.#host, STOP, this.#folder, this.#path);
  }
}
