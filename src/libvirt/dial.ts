import { Duplex } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import { whyOutOfReach } from '../engine/reach-sockets.js';
import type { Runner } from '../remote/runner.js';
import type { LocalUri } from './host-uri.js';
import { type LibvirtSurvey, socketFor, surveyLibvirt } from './survey.js';

/** libvirt's own program that connects its standard input and output to the daemon, and starts one of the user if need be. */
const HELPER = 'virt-ssh-helper';
/** Characters of what the helper says that are kept. */
const MAX_TOLD = 4096;

/** A connection to libvirt's daemon. */
export interface Dialled {
  readonly stream: Duplex;
  /** Through libvirt's helper, so whether sockets of the host can be reached is not known. */
  readonly helped: boolean;
}

/** Connects to libvirt's daemon on a host: to its socket, or where sshd or the daemon does not let us, through libvirt's helper. */
export async function dialLibvirt(
  runner: Runner,
  survey: LibvirtSurvey,
  uri: string,
  local: LocalUri,
): Promise<Dialled> {
  const socket = socketFor(survey, local);
  const helper = survey.programs.includes(HELPER);
  if (socket !== undefined) {
    try {
      return { stream: await runner.connectUnix(socket), helped: false };
    } catch (error) {
      const lost = error instanceof VmError && error.code === 'HOST_LOST';
      if (lost || !helper) throw error;
      log('libvirt: %s; %s is tried', messageOf(error), HELPER);
    }
  }
  if (helper) return { stream: await throughHelper(runner, uri), helped: true };
  throw new VmError('ENGINE_UNAVAILABLE', `no libvirt daemon listens on ${runner.hostId} for ${uri}`, {
    remedy: 'Start it there, or install libvirt-daemon, whose virt-ssh-helper starts it.',
  });
}

/**
 * Why no unix socket of a host can be reached, if so. That of libvirt's daemon tells, which listens once the helper is
 * connected: those of a VM's agent and console are of the same kind, and the helper knows no others than the daemon's.
 */
export async function whyNoOthers(runner: Runner, local: LocalUri): Promise<VmError | undefined> {
  try {
    const socket = socketFor(await surveyLibvirt(runner, { anew: true }), local);
    return socket === undefined ? undefined : await whyOutOfReach(runner, socket);
  } catch (error) {
    log('libvirt: its socket cannot be looked for: %s', messageOf(error));
    return undefined;
  }
}

async function throughHelper(runner: Runner, uri: string): Promise<Duplex> {
  const child = await runner.spawn([HELPER, uri], { keepAlive: false });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(0, MAX_TOLD);
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.once('close', () => child.kill());
  void child.exited.then(({ lost }) => {
    const why = told.trim() === '' ? 'it ended' : told.trim();
    stream.destroy(
      lost ?? (told === '' ? undefined : new VmError('HOST_COMMAND_FAILED', `${HELPER}: ${why}`)),
    );
  });
  return stream;
}
