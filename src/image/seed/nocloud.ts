import { writeIso9660 } from './iso9660.js';

/** What cloud-init's data source NoCloud looks for. Old versions know it in lower case only. */
const LABEL = 'cidata';

/** The files of a seed, as cloud-init reads them. */
export interface SeedTexts {
  readonly userData: string;
  readonly metaData: string;
  /** Absent: cloud-init asks for an address by DHCP on the first interface. */
  readonly networkConfig?: string | undefined;
}

/** A raw disk from which cloud-init in the guest takes its configuration. */
export function nocloudSeed({ userData, metaData, networkConfig }: SeedTexts, created: Date): Buffer {
  const texts = {
    'user-data': userData,
    'meta-data': metaData,
    ...(networkConfig === undefined ? {} : { 'network-config': networkConfig }),
  };
  const files = Object.entries(texts).map(([name, text]) => ({ name, data: Buffer.from(text) }));
  return writeIso9660(LABEL, files, created);
}
