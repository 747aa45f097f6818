import assert from 'node:assert/strict';
import { parseDomains, summaryOf } from '#src/xen/foreign-list.js';

const LINE = `{"name":"web","started":1700000000,"info":{"uuid":"aa-bb","domid":3,"max_memkb":66560,"vcpu_online":2}}`;

describe('domains of others', () => {
  it('are read from what the toolstack prints', () => {
    const [found, ...more] = parseDomains(`warning\n${LINE}\n`);
    assert.ok(found !== undefined && more.length === 0);
    const { spec, engine, foreign } = summaryOf(found);
    assert.equal(engine, 'xen');
    assert.deepEqual(
      [spec.id, spec.name, spec.cpus, spec.memoryBytes, spec.createdAt, foreign, spec.agent],
      ['aa-bb', 'web', 2, 64 * 2 ** 20, '2023-11-14T22:13:20.000Z', true, false],
    );
  });
});
