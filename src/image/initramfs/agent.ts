import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { VmError } from '../../core/errors.js';

/** The guest agent's binary inside this package; compiled code is in dist/image/initramfs. */
const AGENT_PATH = fileURLToPath(new URL('../../../prebuilds/linux-x64/vmwright-agent', import.meta.url));

/** The static guest agent that becomes `/init`. */
export async function readAgent(): Promise<Buffer> {
  try {
    return await readFile(AGENT_PATH);
  } catch (cause) {
    throw new VmError('IMAGE_BUILD_FAILED', `the guest agent is missing: ${AGENT_PATH}`, {
      cause,
      remedy: 'Reinstall the package; in a source checkout run `node scripts/build-agent.mjs`.',
    });
  }
}
