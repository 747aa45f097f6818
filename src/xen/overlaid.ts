/** `base` with the members of `extra` laid over it: objects member by member, everything else as a whole. */
export function overlaid(base: object, extra: Readonly<Record<string, unknown>> | undefined): object {
  if (extra === undefined) return base;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(extra)) {
    const under = result[key];
    result[key] = isObject(under) && isObject(value) ? overlaid(under, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
