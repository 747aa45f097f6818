import type { Capability } from '../engine/engine.js';
import type { Runner } from '../remote/runner.js';

/** /proc/net/route and ipv6_route have the destination zero for default routes; those of IPv6 also have a prefix length. */
const SURVEY = `echo "passt $(command -v passt)"
while read -r _ to _; do if [ "$to" = 00000000 ]; then echo 'route 4'; fi; done </proc/net/route
while read -r to length _ _ _ _ _ _ _ device; do
  if [ "$length" = 00 ] && [ "$device" != lo ]; then echo 'route 6'; fi
done 2>/dev/null </proc/net/ipv6_route
exit 0
`;

/** What user networks need of a host. */
export interface NetworkSurvey {
  readonly passt: boolean;
  /** passt takes addresses from the interface of the default route, and does not start without one. */
  readonly defaultRoute: boolean;
}

export async function surveyNetwork(runner: Runner, signal: AbortSignal): Promise<NetworkSurvey> {
  const { stdout } = await runner.run(['sh', '-c', SURVEY, 'vmwright-survey'], { signal });
  return parseSurvey(stdout);
}

/** Reads what the script printed. */
export function parseSurvey(text: string): NetworkSurvey {
  return { passt: /^passt \S/m.test(text), defaultRoute: /^route [46]$/m.test(text) };
}

/** Whether guests can have a user network there. */
export function userNetwork({ passt, defaultRoute }: NetworkSurvey): Capability {
  if (!passt) {
    return {
      supported: false,
      reason: 'passt, which gives guests a network without rights, is not installed',
      remedy: 'apt-get install passt',
    };
  }
  if (defaultRoute) return { supported: true };
  return { supported: false, reason: 'the host has no default route, without which passt does not start' };
}
