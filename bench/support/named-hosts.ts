/** The hosts of VMWRIGHT_TEST_HOSTS, which `npm run hosts:env` prints: URLs by name. */
export function namedHosts(): Map<string, string> {
  const entries = (process.env.VMWRIGHT_TEST_HOSTS ?? '').split(',').map((entry) => entry.split('='));
  return new Map(entries.map(([name = '', url = '']) => [name, url]));
}
