/** Formats of disk files that every engine can read. */
export type DiskFormat = 'raw' | 'qcow2';

/** A kernel of one's own, started directly. Paths are files on this machine. */
export interface KernelSource {
  /** bzImage, or an x86-64 ELF with a PVH entry. */
  readonly kernel: string;
  readonly initrd?: string | undefined;
  /** Command line words, or one string of them. */
  readonly cmdline?: string | readonly string[] | undefined;
  /** Expected SHA-256 of the kernel file, 64 hex digits. */
  readonly sha256?: string | undefined;
  /** Says that the initrd starts the vmwright agent; `'qemu'`: that what it boots starts QEMU's. @default false */
  readonly agent?: boolean | 'qemu' | undefined;
}

/** A whole bootable disk, started by firmware. */
export interface DiskSource {
  readonly disk: string;
  /** @default what the first bytes of the file say */
  readonly format?: DiskFormat | undefined;
  /** @default 'bios' */
  readonly firmware?: 'bios' | 'uefi' | undefined;
  /** The guest writes to the file itself; otherwise to an overlay that dies with the VM. @default false */
  readonly writable?: boolean | undefined;
  /** Expected SHA-256 of the disk file, 64 hex digits. */
  readonly sha256?: string | undefined;
  /** Says that the disk starts the vmwright agent; `'qemu'`: QEMU's guest agent, which can do less. @default false */
  readonly agent?: boolean | 'qemu' | undefined;
}

/** A Linux root file system of one's own, booted by our kernel with our agent: any cloud image. */
export interface RootDiskSource {
  readonly rootDisk: string;
  /** @default what the first bytes of the file say */
  readonly format?: DiskFormat | undefined;
  /** Number of the partition that holds the root file system. @default the whole disk is one file system */
  readonly partition?: number | undefined;
  /** @default 'ext4' */
  readonly fstype?: string | undefined;
  /** Absolute path of the init in it. @default '/sbin/init' */
  readonly init?: string | undefined;
  /** The guest writes to the file itself; otherwise to an overlay that dies with the VM. @default false */
  readonly writable?: boolean | undefined;
  /** Expected SHA-256 of the disk file, 64 hex digits. */
  readonly sha256?: string | undefined;
}

/** Names of images that this library builds: `base`, `debian:12`, `debian:bookworm`, … */
export type ImageName = 'base' | `debian:${string}`;

/** What a VM boots. */
export type ImageSource = ImageName | KernelSource | DiskSource | RootDiskSource;

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
  /** Whether our agent runs in it, or QEMU's. */
  readonly agent: boolean | 'qemu';
}
