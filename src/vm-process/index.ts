export { addedOverlayFile, makeOverlay, removeOverlay } from './added-overlay.js';
export { attachMachine } from './attach.js';
export { consolePort, VIRTIO_CONSOLE_WORDS } from './console-words.js';
export { type EndedEvent, endedEvent } from './end-reason.js';
export { ProcessEngine } from './engine.js';
export { helperFolder } from './helper-folder.js';
export { removeVm } from './list-script.js';
export type { Sight } from './look-script.js';
export { ProcessMachine } from './machine.js';
export type { VmKeeper, VmMonitor } from './monitor.js';
export { type DiskShape, MAKE_OVERLAYS, overlayArgs, overlayFile, shapeOf } from './overlays.js';
export { passtArgs, passtSocket, START_PASST, USER_MAC } from './passt.js';
export type {
  NeededFile,
  RunningVm,
  StartContext,
  StartPlan,
  StartSteps,
  VmAccess,
  VmKind,
  VmPlace,
  VmProgram,
} from './program.js';
export { withProgress } from './progress.js';
export { kernelWords } from './qemu-kernel-words.js';
export { QmpClient } from './qmp-client.js';
export type {
  DomainConfig,
  DomainStats,
  QemuAgentAnswer,
  QmpCommand,
  QmpCommands,
  QmpEvent,
  ShutdownCause,
  VmmStats,
} from './qmp-types.js';
export { neededDisks, seedLine, withSeedPath } from './seed.js';
export { type Attachment, lockSlot } from './slot.js';
export { missingProgram, startError } from './start-errors.js';
export { PREPARE } from './start-script.js';
export { diskStats, processStats } from './stats.js';
export { tapNeeded } from './tap.js';
export { type NetworkSurvey, surveyNetwork, userNetwork } from './user-network.js';
export {
  agentPortId,
  checkSocketPaths,
  parseRecord,
  SLOTS,
  type Slot,
  type VmFolder,
  type VmRecord,
  vmFolder,
} from './vm-folder.js';
export { refuseReadOnlyQcow2, xenDiskName } from './xen-disks.js';
export { guestType } from './xen-guest-type.js';
export { xenKernelWords } from './xen-kernel-words.js';
