import assert from 'node:assert/strict';
import { domainUuid } from '#src/xen/domain-uuid.js';
import { parseForeign, summaryOf } from '#src/xen/foreign-list.js';

const LINE = `{"name":"web","started":1700000000,"info":{"uuid":"aa-bb","domid":3,"max_memkb":66560,"vcpu_online":2}}`;

describe('domains of others', () => {
  it('are read from what the toolstack prints', () => {
    const [found, ...more] = parseForeign(`warning\n${LINE}\n`);
    assert.ok(found !== undefined && more.length === 0);
    const { spec, engine, foreign } = summaryOf(found);
    assert.equal(engine, 'xen');
    assert.deepEqual(
      [spec.id, spec.name, spec.cpus, spec.memoryBytes, spec.createdAt, foreign, spec.agent],
      ['aa-bb', 'web', 2, 64 * 2 ** 20, '2023-11-14T22:13:20.000Z', true, false],
    );
  });

  it('are none of our VMs, whether they were there before or came meanwhile', () => {
    const domain = (id: string) => LINE.replace('aa-bb', domainUuid(id));
    const listed = ['vm-old', 'names', LINE, domain('vm-old'), domain('vm-new'), 'names', 'vm-new', ''];
    assert.deepEqual(
      parseForeign(listed.join('\n')).map(({ info }) => info.uuid),
      ['aa-bb'],
    );
  });
});
