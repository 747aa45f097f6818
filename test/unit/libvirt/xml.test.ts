import assert from 'node:assert/strict';
import { OptionError } from '#src/core/errors.js';
import { escapeXml, xml } from '#src/libvirt/xml.js';
import { readXml } from '#src/libvirt/xml-reader.js';

describe('XML for libvirt', () => {
  it('is built of elements, attributes and text', () => {
    const text = xml('a', { b: 1, c: undefined }, xml('d'), 'e', undefined, 7).text;
    assert.equal(text, '<a b="1"><d/>e7</a>');
  });

  it('lets no text out of its place', () => {
    const nasty = `"/><evil x='&amp;'>\n\t\r]]>`;
    const { text } = xml('a', { b: nasty }, nasty);
    assert.doesNotMatch(text, /<evil/);
    const read = readXml(text);
    assert.equal(read.attribute('b'), nasty);
    assert.equal(read.text, nasty);
    assert.deepEqual(read.children, []);
  });

  it('takes what is not ASCII, and refuses what XML cannot hold', () => {
    assert.equal(readXml(xml('a', {}, 'Grüße 🐧').text).text, 'Grüße 🐧');
    for (const wrong of ['\0', '\x1b', '\ufffe', '\ud800']) {
      assert.throws(() => escapeXml(`a${wrong}`), OptionError, JSON.stringify(wrong));
    }
    assert.throws(() => xml('a b'), TypeError);
    assert.throws(() => xml('a', { 'b=': 1 }), TypeError);
  });
});

describe('reader of the XML of libvirt', () => {
  const DOCUMENT = `<?xml version='1.0'?>
<!-- made by hand -->
<domain type='kvm' id="3">
  <name>a &lt;b&gt; &#65;&#x42; &quot;</name>
  <devices><disk dev='vda'/><disk dev="vd&apos;b"></disk></devices>
  <note><![CDATA[<raw>]]></note>
</domain>`;

  it('finds elements by their path', () => {
    const domain = readXml(DOCUMENT);
    assert.deepEqual([domain.name, domain.attribute('type'), domain.attribute('id')], ['domain', 'kvm', '3']);
    assert.equal(domain.first('name')?.text, 'a <b> AB "');
    assert.deepEqual(
      domain.all('devices', 'disk').map((disk) => disk.attribute('dev')),
      ['vda', "vd'b"],
    );
    assert.equal(domain.first('note')?.text, '<raw>');
    assert.equal(domain.first('no', 'such'), undefined);
  });

  it('refuses what it does not understand', () => {
    for (const wrong of [
      '',
      'text',
      '<a>',
      '<a></b>',
      '<a/></a>',
      '<a',
      '<a><b></a></b>',
      '<!DOCTYPE a><a/>',
    ]) {
      assert.throws(() => readXml(wrong), { code: 'ENGINE_FAILED' }, wrong);
    }
  });
});
