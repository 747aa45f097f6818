/** By the number of the type in C++: FieldKind. */
const GETTERS = [
  (view: DataView, at: number) => view.getUint8(at),
  (view: DataView, at: number) => view.getUint16(at, true),
  (view: DataView, at: number) => view.getInt32(at, true),
  (view: DataView, at: number) => view.getUint32(at, true),
  (view: DataView, at: number) => view.getBigInt64(at, true),
  (view: DataView, at: number) => view.getBigUint64(at, true),
] as const;

/** Makes the function that reads a struct of numbers of which libvirt.node left the bytes in `memory`. */
export function structReader(
  memory: ArrayBuffer,
  names: readonly string[],
  kinds: readonly number[],
  offsets: readonly number[],
): () => Record<string, number | bigint> {
  const view = new DataView(memory);
  const fields = names.map((name, i) => {
    const get = GETTERS[kinds[i] ?? -1];
    if (get === undefined) throw new TypeError(`field ${name} is not a number`);
    return { name, get, offset: offsets[i] ?? 0 };
  });
  return () => {
    const result: Record<string, number | bigint> = {};
    for (const { name, get, offset } of fields) result[name] = get(view, offset);
    return result;
  };
}
