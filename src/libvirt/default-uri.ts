import type { Runner } from '../remote/runner.js';
import { surveyLibvirt } from './survey.js';

/** The libvirt that is usual for the user of a host: as libvirt itself chooses. */
export async function defaultUri(runner: Runner): Promise<string> {
  const { uid } = await runner.facts();
  if (uid !== 0) return 'qemu:///session';
  return (await surveyLibvirt(runner)).dom0 ? 'xen:///system' : 'qemu:///system';
}
