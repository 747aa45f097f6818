import { openNodeXml } from './libvirt-node.js';

/** A domain that does not run, with what the running ones lack. */
const OFF = `<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>off</name><uuid>6695eb01-f6a4-8304-79aa-97f250240099</uuid>
  <memory>4096</memory><vcpu>4</vcpu><iothreads>2</iothreads><os><type>hvm</type></os>
  <devices><memballoon model='virtio'/></devices>
  <test:runstate>5</test:runstate>
</domain>`;

/** The host of the comparisons. */
export const comparedNodeXml = (): string => openNodeXml(2).replace('<network>', `${OFF}<network>`);

/** What commands of virsh read from files, and calls take as text. */
export const COMPARED_FILES = {
  'domain.xml': `<domain type='test'><name>new</name><uuid>6695eb01-f6a4-8304-79aa-97f2502400aa</uuid>
    <memory>2048</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>`,
  'save.xml': `<domain type='test'><name>node-0</name><uuid>6695eb01-f6a4-8304-79aa-97f250240000</uuid>
    <description>saved</description><memory>1024</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`,
  'network.xml': `<network><name>new</name><uuid>004b96e1-2d78-c30f-5aa5-f03c87d21eaa</uuid>
    <bridge name='virbr9'/><ip address='192.168.9.1' netmask='255.255.255.0'/></network>`,
  'interface.xml': `<interface type='ethernet' name='eth9'><start mode='onboot'/>
    <mac address='aa:bb:cc:dd:ee:09'/></interface>`,
  'pool.xml': `<pool type='dir'><name>new</name><uuid>33a5c045-645a-2c00-e56b-927cdf34e1aa</uuid>
    <target><path>/new</path></target></pool>`,
  'volume.xml': `<volume><name>second</name><capacity>4096</capacity><allocation>1024</allocation></volume>`,
  'device.xml': `<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
    <wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability></device>`,
  'snapshot.xml': `<domainsnapshot><name>one</name><description>first</description></domainsnapshot>`,
  'checkpoint.xml': `<domaincheckpoint><name>one</name><description>first</description></domaincheckpoint>`,
  'cpu.xml': `<cpu><arch>x86_64</arch><model>Penryn</model></cpu>`,
  'host.xml': `<host mac='00:11:22:33:44:55' ip='192.168.122.7'/>`,
};
