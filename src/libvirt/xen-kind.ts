import type { Duplex } from 'node:stream';
import type { Operation } from '../core/operation.js';
import type { VmPlace } from '../vm-process/index.js';
import { LibvirtKind } from './kind.js';
import { dialConsole } from './serve-domain.js';

/** Machines that are domains of Xen and have libvirt as their toolstack. */
export class XenKind extends LibvirtKind {
  override readonly title: string = 'its domain';

  dialConsole({ runner, folder }: Pick<VmPlace, 'runner' | 'folder'>, op: Operation): Promise<Duplex> {
    return dialConsole(runner, folder, op);
  }
}
