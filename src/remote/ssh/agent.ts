import { readFile } from 'node:fs/promises';
import type { BaseAgent, ParsedKey } from 'ssh2';
import { loadSsh2 } from './library.js';

/** An agent, or with `only` those of its keys whose public halves lie beside these identity files. */
export async function openAgent(path: string, only: readonly string[] | undefined): Promise<BaseAgent> {
  const ssh2 = await loadSsh2();
  const agent = ssh2.createAgent(path);
  if (only === undefined) return agent;
  const allowed = (await Promise.all(only.map(publicKey))).filter((key) => key !== undefined);
  return new (class extends ssh2.BaseAgent<ParsedKey> {
    getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
      agent.getIdentities((error, keys) => {
        const list = (keys ?? []) as ParsedKey[];
        done(
          error ?? undefined,
          list.filter((key) => allowed.some((each) => each.equals(key.getPublicSSH()))),
        );
      });
    }

    sign(...args: unknown[]): void {
      Reflect.apply(agent.sign, agent, args);
    }
  })();
}

async function publicKey(identity: string): Promise<Buffer | undefined> {
  const { utils } = await loadSsh2();
  const content = await readFile(`${identity}.pub`).catch(() => undefined);
  if (content === undefined) return undefined;
  const key = utils.parseKey(content) as ParsedKey | ParsedKey[] | Error;
  if (key instanceof Error) return undefined;
  return (Array.isArray(key) ? key[0] : key)?.getPublicSSH();
}
