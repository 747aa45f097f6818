import { open } from 'node:fs/promises';

export interface MbrPartition {
  /** 0x83 Linux, 0xef EFI system partition. */
  readonly type: number;
  /** In sectors of 512 bytes. */
  readonly start: number;
  readonly sectors: number;
}

/** Writes a partition table into the first sector; the boot code in it stays. */
export async function writeMbr(disk: string, partitions: readonly MbrPartition[]): Promise<void> {
  const table = Buffer.alloc(66);
  partitions.forEach(({ type, start, sectors }, index) => {
    const at = index * 16;
    table[at] = index === 0 ? 0x80 : 0;
    table[at + 4] = type;
    table.writeUInt32LE(start, at + 8);
    table.writeUInt32LE(sectors, at + 12);
  });
  table.writeUInt16LE(0xaa55, 64);
  const file = await open(disk, 'r+');
  await file.write(table, 0, table.length, 446);
  await file.close();
}
