/** A disk or drive of a running VM. */
export interface DiskDevice {
  /** In the guest: `xvda`, or `hdc` for a drive of a PC. */
  readonly name: string;
  /** File or device of the host that the guest gets, an overlay for one. Absent: a drive without a medium. */
  readonly path?: string;
  /** As its hypervisor calls it: `raw`, `qcow2`, … */
  readonly format: string;
  readonly writable: boolean;
  /** A drive whose medium can be taken out. */
  readonly removable: boolean;
}

/** An interface of a running VM. */
export interface NetworkDevice {
  /** Lower case. */
  readonly mac: string;
  /** Of the host. Absent: it is on none, as that of a user network. */
  readonly bridge?: string;
}

/** A device of the host that is the guest's. */
export interface PciDevice {
  /** On the host: `0000:03:00.0`. */
  readonly address: string;
}

/** A channel between a program of the host and one in the guest. */
export interface ChannelDevice {
  /** In the guest: `hvc1` for those of the agent, else the name that its maker gave it. */
  readonly name: string;
  /** Socket or terminal of the host at its other end, if it has one. */
  readonly path?: string;
}

/** What a running VM has, from `vm.devices.list()`. In the hypervisor's order, which is the guest's. */
export interface DeviceList {
  readonly disks: readonly DiskDevice[];
  readonly networks: readonly NetworkDevice[];
  readonly pci: readonly PciDevice[];
  readonly channels: readonly ChannelDevice[];
}
