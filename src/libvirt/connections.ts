import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import { Connect } from '../native/libvirt/connect.js';
import type { Runner } from '../remote/runner.js';
import { Connection } from './connection.js';
import { dialLibvirt, whyNoOthers } from './dial.js';
import { openError } from './errors.js';
import { parseLocalUri } from './host-uri.js';
import { SocketForward } from './socket-forward.js';
import { obstacleOf, surveyLibvirt } from './survey.js';

/** Milliseconds for which a connection that nobody uses stays open: the next call comes soon. */
const LINGER = 5000;

/** The use of a connection; it stays open until {@link release}, or until it is lost. */
export interface Lease {
  readonly connection: Connection;
  /** Idempotent. */
  release(): void;
}

interface Shared {
  readonly opening: Promise<Connection>;
  users: number;
  linger: NodeJS.Timeout | undefined;
}

/** Connections to libvirt, one for each host and URI however many use it. */
export class Connections {
  readonly #open = new WeakMap<Runner, Map<string, Shared>>();

  /** Uses libvirt on a host; ENGINE_UNAVAILABLE when nobody can, or must not. */
  async lease(runner: Runner, uri: string, op: Operation): Promise<Lease> {
    const shared = this.#take(runner, uri);
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      this.#leave(runner, uri, shared);
    };
    op.defer(release);
    try {
      return { connection: await op.race(shared.opening), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  #take(runner: Runner, uri: string): Shared {
    const all = this.#open.get(runner) ?? new Map<string, Shared>();
    this.#open.set(runner, all);
    const known = all.get(uri);
    if (known !== undefined) {
      clearTimeout(known.linger);
      known.users += 1;
      return known;
    }
    const shared: Shared = { opening: openConnection(runner, uri), users: 1, linger: undefined };
    all.set(uri, shared);
    const forget = () => {
      if (all.get(uri) === shared) all.delete(uri);
    };
    shared.opening.then((connection) => {
      connection.onLost = forget;
      if (connection.lost !== undefined) forget();
    }, forget);
    return shared;
  }

  #leave(runner: Runner, uri: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    const close = () => {
      const all = this.#open.get(runner);
      if (all?.get(uri) === shared) all.delete(uri);
      shared.opening
        .then((connection) => connection.close())
        .catch((error: unknown) => log('libvirt: %s', messageOf(error)));
    };
    const current = this.#open.get(runner)?.get(uri) === shared;
    // A lost one nobody will come back to.
    shared.linger = setTimeout(close, current ? LINGER : 0);
    shared.linger.unref();
  }
}

async function openConnection(runner: Runner, uri: string): Promise<Connection> {
  const survey = await surveyLibvirt(runner);
  const local = parseLocalUri(uri);
  const obstacle = obstacleOf(survey, local, runner.hostId === 'local');
  if (obstacle !== undefined) {
    throw new VmError('ENGINE_UNAVAILABLE', obstacle.reason, { remedy: obstacle.remedy });
  }
  if (runner.hostId === 'local') {
    const connect = await Connect.open(uri).catch((error: unknown) => {
      throw openError(uri, error, undefined);
    });
    return Connection.adopt(connect, runner.hostId, uri, undefined);
  }
  let helped = false;
  const forward = await SocketForward.listen(async () => {
    const way = await dialLibvirt(runner, survey, uri, local);
    helped = way.helped;
    return way.stream;
  });
  try {
    const connect = await Connect.open(throughSocket(uri, forward.path));
    await forward.stopListening();
    const connection = await Connection.adopt(connect, runner.hostId, uri, forward);
    if (helped) connection.noSockets = await whyNoOthers(runner, local);
    return connection;
  } catch (error) {
    await forward.close();
    throw openError(uri, error, forward.failure);
  }
}

/** The same hypervisor behind a socket of this machine: the daemon at its other end still reads `uri`. */
function throughSocket(uri: string, socket: string): string {
  const { driver } = parseLocalUri(uri);
  const path = new URL(uri).pathname;
  return `${driver}+unix://${path}?socket=${encodeURIComponent(socket)}`;
}
