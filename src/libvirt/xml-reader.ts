import { VmError } from '../core/errors.js';

/** An element of a document that libvirt made. */
export class XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[] = [];
  /** All text directly in it. */
  text = '';

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  /** Every element below by the names of the path, from this one's children on. */
  all(...path: string[]): XmlNode[] {
    return path.reduce<XmlNode[]>(
      (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [this],
    );
  }

  /** The first of them. */
  first(...path: string[]): XmlNode | undefined {
    return this.all(...path)[0];
  }

  attribute(name: string): string | undefined {
    return this.attributes.get(name);
  }
}

/** A tag, a comment, a declaration, CDATA, or the text up to the next of them. */
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>]+)((?:"[^"]*"|'[^']*'|[^"'>])*?)(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document as libvirt prints it: one root, no DTD. What it does not understand is an error, as a wrong guess about
 * a VM would be worse.
 */
export function readXml(text: string): XmlNode {
  const top = new XmlNode('', new Map());
  const open = [top];
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    const current = open.at(-1) ?? top;
    if (token.index !== end) throw unreadable(text, end);
    end = token.index + token[0].length;
    const [, cdata, closing, name, attributes = '', empty, plain] = token;
    if (cdata !== undefined) current.text += cdata;
    else if (plain !== undefined) current.text += decode(plain);
    else if (closing === '/') {
      if (open.length < 2 || current.name !== name) throw unreadable(text, token.index);
      open.pop();
    } else if (name !== undefined) {
      const node = new XmlNode(name, readAttributes(attributes));
      current.children.push(node);
      if (empty === '') open.push(node);
    }
  }
  const [root] = top.children;
  if (root === undefined || open.length > 1 || end !== text.length) throw unreadable(text, end);
  return root;
}

function readAttributes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => [
      key,
      decode(double ?? single ?? ''),
    ]),
  );
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return ENTITIES[name] ?? whole;
  });
}

function unreadable(text: string, at: number): VmError {
  return new VmError('ENGINE_FAILED', `libvirt sent XML that cannot be read: ${text.slice(at, at + 60)}`);
}
