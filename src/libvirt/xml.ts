import { OptionError } from '../core/errors.js';

/** Text that is XML already; only the functions of this file make it, so nothing gets into a document unescaped. */
export class Xml {
  readonly text: string;

  /** Not for others: {@link xml} makes them. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What stands in an element. Text is escaped; undefined is left out. */
export type XmlChild = Xml | string | number | undefined;

/** Attributes that are undefined are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

const NAME = /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/;
/** What XML 1.0 cannot hold at all, escaped or not (section 2.2, Char). */
const IMPOSSIBLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Parsers turn these into spaces in attributes and normalise line ends in text (sections 2.11 and 3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Makes one element. */
export function xml(name: string, attributes: XmlAttributes = {}, ...children: XmlChild[]): Xml {
  const words = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${checkName(key)}="${escapeXml(String(value))}"`],
  );
  const inner = children.map(childText).join('');
  const tag = checkName(name);
  return new Xml(`<${tag}${words.join('')}${inner === '' ? '/>' : `>${inner}</${tag}>`}`);
}

/** Escapes text for an element or an attribute; throws for what XML cannot hold. */
export function escapeXml(text: string): string {
  const wrong = IMPOSSIBLE.exec(text)?.[0];
  if (wrong !== undefined) {
    const code = wrong.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    throw new OptionError(
      `the character U+${code} cannot be part of a libvirt domain: ${JSON.stringify(text)}`,
    );
  }
  return text.replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

function childText(child: XmlChild): string {
  if (child === undefined) return '';
  return child instanceof Xml ? child.text : escapeXml(String(child));
}

function checkName(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`not a name in XML: ${JSON.stringify(name)}`);
  return name;
}
