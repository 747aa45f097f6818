import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { Connect, Domain } from 'vmwright/libvirt';
import { generatedMethods } from './support/libvirt-methods.js';
import { openNodeXml, requireLibvirt, temporaryNode } from './support/libvirt-node.js';
import { sampleHandles } from './support/libvirt-sample-handles.js';
import { callOnce } from './support/libvirt-sweep.js';

describe('libvirt binding: every generated method', function () {
  this.timeout(120_000);
  before(function () {
    requireLibvirt(this);
  });

  it('reaches the driver with arguments of its types, and fails only in libvirt', async () => {
    using node = temporaryNode(openNodeXml(2));
    const outcomes = { answered: 0, refused: 0, unsupported: 0, noObject: 0 };
    for (const method of generatedMethods()) {
      await using connect = await Connect.open(node.uri);
      const handles = await sampleHandles(connect, dirname(node.file));
      if (handles.get(method.owner) === undefined) outcomes.noObject++;
      else await callOnce(method, handles, outcomes);
    }
    console.log(`      ${JSON.stringify(outcomes)}`);
    assert.ok(outcomes.answered > 120, JSON.stringify(outcomes));
  });

  it('is one that libvirt.node has', async () => {
    await using connect = await Connect.open('test:///default');
    assert.ok(connect instanceof Connect);
    assert.ok(generatedMethods().length >= 400);
    assert.ok(typeof Domain.prototype.getInfo === 'function');
  });
});
