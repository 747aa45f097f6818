export { ProcessEngine } from './engine.js';
export { helperFolder } from './helper-folder.js';
export { MAKE_OVERLAYS, overlayArgs, overlayFile } from './overlays.js';
export { passtArgs, passtSocket, START_PASST, USER_MAC } from './passt.js';
export type { RunningVm, StartContext, StartPlan, StartSteps, VmProgram } from './program.js';
export { missingProgram, startError } from './start-errors.js';
export { diskStats, processStats } from './stats.js';
export { type NetworkSurvey, surveyNetwork, userNetwork } from './user-network.js';
export { agentPortId, SLOTS, type VmFolder } from './vm-folder.js';
