import { type Capability, type EngineReport, FEATURES, type Feature } from './engine.js';
import type { EngineName } from './vm-spec.js';

/** What an engine reports of a host on which it can run no VM: nothing, for one reason. */
export function unusableReport(engine: EngineName, reason: string, remedy?: string): EngineReport {
  const why = { reason, ...(remedy === undefined ? {} : { remedy }) };
  const capability: Capability = { supported: false, ...why };
  const features = Object.fromEntries(FEATURES.map((feature) => [feature, capability]));
  return {
    engine,
    usable: false,
    ...why,
    hypervisors: [],
    notes: [],
    features: features as Record<Feature, Capability>,
  };
}
