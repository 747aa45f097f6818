export { consolePort, VIRTIO_CONSOLE_WORDS } from './console-words.js';
export { ProcessEngine } from './engine.js';
export { helperFolder } from './helper-folder.js';
export type { RunningVm, StartContext, StartPlan, StartSteps, VmProgram } from './program.js';
export { missingProgram, startError } from './start-errors.js';
export { diskStats, processStats } from './stats.js';
export { tapNeeded } from './tap.js';
export { agentPortId, SLOTS, type VmFolder } from './vm-folder.js';
