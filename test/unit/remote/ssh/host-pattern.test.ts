import assert from 'node:assert/strict';
import { matchesList, matchesPattern } from '#src/remote/ssh/host-pattern.js';

describe('ssh host patterns', () => {
  it('knows * and ? and nothing else', () => {
    assert.ok(matchesPattern('kvm1.example.org', '*.example.org'));
    assert.ok(matchesPattern('kvm1', 'KVM?'));
    assert.ok(!matchesPattern('kvm12', 'kvm?'));
    assert.ok(!matchesPattern('kvm1xexample.org', '*.example.org'));
    assert.ok(matchesPattern('[::1]:22', '[::1]:*'));
  });

  it('lets a negated pattern win', () => {
    assert.ok(matchesList('a', ['*', '!b']));
    assert.ok(!matchesList('b', ['*', '!b']));
    assert.ok(!matchesList('b', ['!a']));
  });
});
