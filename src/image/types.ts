export type DiskFormat = 'raw' | 'qcow2';

/** Everything needed to boot an image, as files on this machine. */
export interface ResolvedImage {
  /** What the user asked for, for lists: `debian:12`, a path. */
  readonly name: string;
  /** Direct kernel boot; absent when firmware boots the disk. */
  readonly kernel?: {
    /** bzImage or ELF. */
    readonly path: string;
    /** The ELF inside the bzImage, with a PVH entry, when there is one. */
    readonly vmlinux?: string;
    /** Bytes of guest memory below which this kernel with this initrd cannot start. */
    readonly minMemory: number;
  };
  readonly initrd?: string;
  /** Command line words the image itself needs. */
  readonly cmdline: readonly string[];
  /** First disk of the VM. */
  readonly rootDisk?: {
    readonly path: string;
    readonly format: DiskFormat;
    readonly access: 'overlay' | 'write';
  };
  /** Set when firmware boots `rootDisk`. */
  readonly firmware?: 'bios' | 'uefi';
  /** Whether our agent runs in it. */
  readonly agent: boolean;
}
