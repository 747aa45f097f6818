/** `*` and `?` as ssh_config(5) and sshd(8) define them: no character classes, no escapes. Case does not matter. */
export function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text.toLowerCase());
}

/** A list of patterns matches when one does and no negated one (`!pattern`) does. */
export function matchesList(text: string, patterns: readonly string[]): boolean {
  let found = false;
  for (const pattern of patterns) {
    if (!pattern.startsWith('!')) found ||= matchesPattern(text, pattern);
    else if (matchesPattern(text, pattern.slice(1))) return false;
  }
  return found;
}
