import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { libvirtVersion } from 'vmwright/libvirt';
import { skipBecause } from '../../support/skip.js';

/** The index as two hexadecimal digits. */
const hex = (index: number): string => index.toString(16).padStart(4, '0');

const domainXml = (index: number): string => `<domain type='test'>
  <name>node-${index}</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f25024${hex(index)}</uuid>
  <description>number ${index}</description>
  <metadata><app:note xmlns:app='http://example.org/note'>hello ${index}</app:note></metadata>
  <memory>${1024 * (index + 1)}</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file'><source file='/dev/null'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='52:54:00:11:${hex(index).replace(/^(..)/, '$1:')}'/><source network='blue'/><target dev='vnet${index}'/></interface>
    <channel type='pty'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>
  </devices>
</domain>`;

/** The XML of a host of libvirt's test driver, which both this process and virsh load, each for itself. */
export const nodeXml = (domains: number): string => `<node>
  <cpu><mhz>6000</mhz><model>i986</model><active>50</active><nodes>4</nodes><sockets>4</sockets><cores>4</cores><threads>2</threads></cpu>
  <memory>8192000</memory>
  ${Array.from({ length: domains }, (_, index) => domainXml(index)).join('\n')}
  <network><name>blue</name><uuid>004b96e1-2d78-c30f-5aa5-f03c87d21e69</uuid><bridge name='virbr7'/><forward/>
    <ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>
  <interface type='ethernet' name='eth7'><start mode='onboot'/><mac address='aa:bb:cc:dd:ee:07'/><mtu size='1492'/></interface>
  <pool type='dir'><name>store</name><uuid>33a5c045-645a-2c00-e56b-927cdf34e17a</uuid><target><path>/store</path></target>
    <volume type='file'><name>first</name><capacity>1000000</capacity><allocation>50000</allocation><target><path>/store/first</path></target></volume></pool>
  <auth><user password='123456'>admin</user><user>guest</user></auth>
</node>`;

/** As nodeXml(), open to everybody. */
export const openNodeXml = (domains: number): string => nodeXml(domains).replace(/<auth>[\s\S]*<\/auth>/, '');

/** A folder with files of its own, removed by `dispose`. */
export function temporaryNode(xml: string): { uri: string; file: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-libvirt-'));
  const file = join(folder, 'node.xml');
  writeFileSync(file, xml);
  return {
    uri: `test://${file}`,
    file,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What virsh prints for one command line, which may have several commands with semicolons between. */
export function virsh(uri: string, command: string): string {
  return execFileSync('virsh', ['-q', '-c', uri, command], { encoding: 'utf8' }).trimEnd();
}

/** The table of `name: value` lines that virsh prints. */
export function virshTable(uri: string, command: string): Map<string, string> {
  const rows = virsh(uri, command)
    .split('\n')
    .flatMap((line) => {
      const match = /^(.+?)\s*:\s+(.*)$/.exec(line);
      return match === null ? [] : [[(match[1] ?? '').trim(), (match[2] ?? '').trim()] as const];
    });
  return new Map(rows);
}

/** Skips where libvirt is not installed. */
export function requireLibvirt(context: Context): void {
  try {
    libvirtVersion();
  } catch (error) {
    skipBecause(context, (error as Error).message);
  }
  if (spawnSync('virsh', ['--version']).status !== 0) skipBecause(context, 'virsh is not installed');
}

/** The API description that the generator reads. */
const API_DESCRIPTION = '/usr/share/libvirt/api/libvirt-api.xml';

/** Skips where libvirt's own files are not of the release that the generated ones were made from. */
export function requireGeneratedVersion(context: Context): void {
  if (!existsSync(API_DESCRIPTION))
    skipBecause(context, `${API_DESCRIPTION} is missing (package libvirt-dev)`);
  const description = readFileSync(API_DESCRIPTION, 'utf8');
  const version = /name='LIBVIR_VERSION_NUMBER'[^>]*raw='(\d+)'/.exec(description)?.[1];
  if (version !== '9000000')
    skipBecause(context, `the committed files are of libvirt 9.0.0, this is ${version}`);
}
