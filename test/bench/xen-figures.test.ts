import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { plot } from '../../bench/compare/plot.js';
import { addRound, type Result, summarize, toText } from '../../bench/compare/result.js';
import { GROUPS } from '../../bench/compare/rows.js';
import { BARE, SERIES } from '../../bench/compare/series.js';
import { bestOf, markdownTables, withTables } from '../../bench/compare/table.js';

const read = (path: string) => readFileSync(join(PACKAGE_ROOT, path), 'utf8');

describe('the comparison of Xen and KVM', () => {
  let result: Result;
  before(() => {
    result = JSON.parse(read('docs/figures/xen-kvm.json')) as Result;
  });

  it('has its figures in docs/xen.md', () => {
    const page = read('docs/xen.md');
    assert.equal(withTables(page, result), page);
  });

  it('has its plot made of the same figures', () =>
    assert.equal(plot(result), read('docs/figures/xen-kvm.svg')));

  it('knows each row and each column that was measured', () => {
    const rows = new Set(GROUPS.flatMap((group) => group.rows.map(({ key }) => key)));
    const columns = new Set<string>([...SERIES, ...BARE].map(({ key }) => key));
    for (const [row, bySeries] of Object.entries(result.samples)) {
      assert(rows.has(row), row);
      for (const series of Object.keys(bySeries)) assert(columns.has(series), series);
    }
  });
});

describe('tables of a comparison', () => {
  const result: Result = {
    takenAt: '',
    settings: {},
    hosts: { xen: {}, kvm: {} },
    loads: [],
    retries: [],
    samples: {
      boot: {
        pv: [
          [10, 20],
          [40, 80],
        ],
        vmm: [
          [1000, 2000],
          [4000, 8000],
        ],
      },
    },
  };

  it('show medians, the spread of the quartiles, and the best of the guests in bold', () => {
    assert.deepEqual(summarize(result, 'boot', 'pv'), { low: 17.5, median: 30, high: 50, count: 4 });
    const line = markdownTables(result)
      .split('\n')
      .find((each) => each.startsWith('| createVm'));
    assert.equal(line, '| createVm to first exec, ms | **30.0** ±54 % | 3,000 ±54 % |');
  });

  it('have all in bold that the samples do not tell from the best', () => {
    const pv = [[10, 20, 40, 80]];
    const samples = { boot: { pv, pvh: [[15, 25, 45, 90]], vmm: [[60, 70, 80, 90]] } };
    assert.match(
      markdownTables({ ...result, samples }),
      /\| \*\*30\.0\*\* ±54 % \| \*\*35\.0\*\* ±48 % \| 75\.0 ±10 % \|/,
    );
  });

  it('are made of what is read back from the file', () => {
    const samples = {};
    addRound(samples, 'pv', new Map([['boot', [10.123456, 20]]]));
    addRound(samples, 'pv', new Map([['boot', [40]]]));
    const written: Result = { ...result, samples };
    assert.deepEqual(JSON.parse(toText(written)), {
      ...result,
      samples: { boot: { pv: [[10.123, 20], [40]] } },
    });
  });

  it('leave out what was not measured', () => {
    assert.doesNotMatch(markdownTables(result), /Network/);
    assert.equal(bestOf(result, { key: 'save', title: '', unit: '', better: 'less' }), undefined);
  });

  it('are drawn as bars whose length is the logarithm of how much worse they are', () => {
    const widths = [...plot(result).matchAll(/y="9\d" width="([\d.]+)" height="8" class="(\w+)"/g)];
    assert.deepEqual(
      widths.map(([, width, series]) => [series, Number(width)]),
      [
        ['pv', 3],
        ['vmm', 560],
      ],
    );
  });

  it('refuse a page that has no place for them', () =>
    assert.throws(() => withTables('# a page\n', result), /has no lines/));
});
